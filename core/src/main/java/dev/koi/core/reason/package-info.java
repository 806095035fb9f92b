/**
 * Why something was decided: sealed values, turned into English in one place.
 */
@NullMarked
package dev.koi.core.reason;

import org.jspecify.annotations.NullMarked;
