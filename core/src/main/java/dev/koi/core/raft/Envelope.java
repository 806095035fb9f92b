package dev.koi.core.raft;

import dev.koi.core.name.MemberId;
import java.util.UUID;

/**
 * A message with what every message carries. One of another cluster, or to an earlier state of this
 * node, is not for us (SAFETY E1a).
 *
 * @param term the sender's; of a {@link RaftMessage.PreVote} and a grant of one: the term asked for
 */
public record Envelope(
    UUID cluster, MemberId from, MemberId to, long term, RaftMessage message) {}
