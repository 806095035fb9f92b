/** A member's journal on a real file system. */
@NullMarked
package dev.koi.node.journal;

import org.jspecify.annotations.NullMarked;
