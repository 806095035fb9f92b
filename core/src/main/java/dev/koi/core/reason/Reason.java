package dev.koi.core.reason;

/**
 * Why something was decided. A value, so that the log, the status, a transcript and a test show one
 * and the same; {@link English} turns it into a sentence.
 */
public sealed interface Reason 
    permits BullyReason, ElectorReason, FoundingReason, RaftReason, RunnerReason {}
