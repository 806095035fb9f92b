/**
 * Moves services towards what the lease allows.
 */
@NullMarked
package dev.koi.core.runner;

import org.jspecify.annotations.NullMarked;
