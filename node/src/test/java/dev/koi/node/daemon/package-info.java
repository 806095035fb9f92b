@NullMarked
package dev.koi.node.daemon;

import org.jspecify.annotations.NullMarked;
