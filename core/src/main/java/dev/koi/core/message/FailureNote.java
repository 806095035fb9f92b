package dev.koi.core.message;

/**
 * A failure, as its node tells it.
 *
 * @param number of the failures of the group since the daemon's start, from 1
 * @param atMillis when, by the node's wall clock, in milliseconds since 1970: for people only
 * @param what the service and what went wrong, one line
 */
public record FailureNote(long number, long atMillis, String what) {}
