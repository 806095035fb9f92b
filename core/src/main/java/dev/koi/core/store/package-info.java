/**
 * The replicated key-value store as every member keeps it: {@link dev.koi.core.store.Store} applies the
 * agreed commands one after the other, and all members come to the same. What is agreed is not decided
 * here, nor who may ask.
 */
@NullMarked
package dev.koi.core.store;

import org.jspecify.annotations.NullMarked;
