/**
 * Tests of the runner. Start with the transcripts in {@code resources/transcripts/runner}; {@link
 * dev.koi.core.runner.Transcript} says how to read them.
 */
@NullMarked
package dev.koi.core.runner;

import org.jspecify.annotations.NullMarked;
