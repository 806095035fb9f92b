package dev.koi.core.raft;

import dev.koi.core.name.MemberId;
import dev.koi.core.reason.RaftReason;
import dev.koi.core.time.Moment;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * All that a member knows.
 *
 * @param commit through here everything is agreed, and was put out
 * @param timers what it measures silence by
 * @param objected the last refusal of a vote that it told of: one that is repeated is no news
 * @param incoming a snapshot of which not all pieces have arrived, null if none is
 * @param wake when {@link RaftInput.Tick} is due at the latest, null when nothing is awaited any more
 */
public record RaftState(
    Ballot ballot,
    Log log,
    Snapshot snapshot,
    long commit,
    Configurations configurations,
    Role role,
    Timers timers,
    Disk disk,
    RaftReason.@Nullable VoteRefused objected,
    @Nullable Incoming incoming,
    @Nullable Moment wake) {

  /**
   * Moments.
   *
   * @param began when this process began
   * @param confirmed when it last confirmed a leader, itself included; null if not since it began
   * @param heard when it last heard the leader, null if not since it began or led
   * @param election when it asks for an election unless a leader is heard before
   */
  record Timers(
      Moment began, @Nullable Moment confirmed, @Nullable Moment heard, Moment election) {

    /** The latest moment at which it can have confirmed a leader (SAFETY E5b). */
    Moment lastConfirmed() {
      return confirmed == null ? began : confirmed;
    }

    Timers confirmed(Moment now) {
      return new Timers(began, now, heard, election);
    }

    Timers heard(@Nullable Moment now) {
      return new Timers(began, confirmed, now, election);
    }

    Timers election(Moment at) {
      return new Timers(began, confirmed, heard, at);
    }
  }

  /**
   * A snapshot that arrives.
   *
   * @param term of the leader that sends it: another one's may have other bytes for the same entries
   */
  record Incoming(long term, Snapshot.Head head, Chunks<Bytes> pieces, int size) {

    static Incoming begin(long term, Snapshot.Head head) {
      return new Incoming(term, head, Chunks.empty(), 0);
    }
  }

  public long term() {
    return ballot.term();
  }

  /** Whom it follows; null if nobody, or if it leads itself. */
  public @Nullable MemberId leader() {
    return role instanceof Role.Follower follower ? follower.leader() : null;
  }

  /** When it last heard a leader, or led itself; null if neither since this process began. */
  public @Nullable Moment heardLeader() {
    return timers.heard() == null ? timers.confirmed() : timers.heard();
  }

  /** Its log ends here, agreed or not. */
  public long last() {
    return log.last();
  }

  /**
   * What a leader knows of another member.
   *
   * @param match through here its disk has the leader's log
   * @param silent how long nothing was heard from it
   */
  public record Follower(long match, Duration silent) {}

  /** Null if this member does not lead, or the other is none. */
  public @Nullable Follower follower(MemberId member, Moment now) {
    Progress peer = role instanceof Role.Leader leader ? leader.peers().get(member) : null;
    return peer == null ? null : new Follower(peer.match(), now.since(peer.signs().heard()));
  }

  public boolean leads() {
    return role instanceof Role.Leader;
  }

  /** Whether it leads and an entry of its term is committed (SAFETY E2). */
  public boolean mayAct() {
    return role instanceof Role.Leader leader && commit >= leader.first();
  }

  /** The members in force, agreed or not. */
  public Members members() {
    return configurations.latest();
  }
}
