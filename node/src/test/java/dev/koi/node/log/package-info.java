@NullMarked
package dev.koi.node.log;

import org.jspecify.annotations.NullMarked;
