/**
 * Where a member of the consensus keeps what it must never forget: identity, term and vote, its part of
 * the log, the latest snapshot. Begin at {@link dev.koi.node.journal.JournalFolder}; how the bytes lie is
 * {@link dev.koi.wire.journal.Segment}'s matter.
 */
@NullMarked
package dev.koi.node.journal;

import org.jspecify.annotations.NullMarked;
