/**
 * Who leads when no electors are listed. Start at {@link dev.koi.core.bully.Bully}; {@link
 * dev.koi.core.bully.Standing} has the four places where a node can stand.
 */
@NullMarked
package dev.koi.core.bully;

import org.jspecify.annotations.NullMarked;
