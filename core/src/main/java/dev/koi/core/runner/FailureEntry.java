package dev.koi.core.runner;

import dev.koi.core.time.Moment;

/**
 * A failure of the group.
 *
 * @param number from 1, since the daemon began
 * @param what the service and what went wrong, one line
 */
public record FailureEntry(long number, Moment at, String what) {}
