/**
 * Statements of the paper and the thesis, one by one ({@code Lone} is one member told by hand); stories
 * ({@code Hamlet}); chaos from a seed ({@code Arena}), with {@code Truth} watching.
 */
@NullMarked
package dev.koi.core.raft;

import org.jspecify.annotations.NullMarked;
