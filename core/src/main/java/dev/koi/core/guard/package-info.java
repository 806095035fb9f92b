/**
 * What a daemon knows of the guards beside it (SAFETY G1 to G5): start at {@link
 * dev.koi.core.guard.Guarding}.
 */
@NullMarked
package dev.koi.core.guard;

import org.jspecify.annotations.NullMarked;
