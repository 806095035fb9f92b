package dev.koi.core.raft;

import dev.koi.core.name.MemberId;
import org.jspecify.annotations.Nullable;

/**
 * What a voter must never forget (figure 2 of the paper; SAFETY E1).
 *
 * @param term the highest it has seen
 * @param vote to whom it gave its vote in that term, null if to nobody
 */
public record Ballot(long term, @Nullable MemberId vote) {

  public static final Ballot BLANK = new Ballot(0, null);
}
