/**
 * Moments as values. {@link dev.koi.core.time.Moment} says which clocks and why.
 */
@NullMarked
package dev.koi.core.time;

import org.jspecify.annotations.NullMarked;
