@NullMarked
package dev.koi.node.start;

import org.jspecify.annotations.NullMarked;
