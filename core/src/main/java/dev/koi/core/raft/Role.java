package dev.koi.core.raft;

import dev.koi.core.name.MemberId;
import dev.koi.core.reason.RaftReason;
import dev.koi.core.time.Moment;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a member is at the moment. */
public sealed interface Role {

  /**
   * It follows, or waits for someone to follow.
   *
   * @param matched through here its log is known to be that leader's
   */
  record Follower(@Nullable MemberId leader, long matched) implements Role {}

  /**
   * It asks whether it would be elected (thesis 9.6).
   *
   * @param asked when it asked last
   * @param times how often it asked
   */
  record PreCandidate(SortedMap<MemberId, Boolean> answers, Moment asked, int times)
      implements Role {

    public PreCandidate {
      answers = Collections.unmodifiableSortedMap(new TreeMap<>(answers));
    }
  }

  /**
   * It asks to be elected.
   *
   * @param bidden by the leader before
   * @param asked when it asked last; null while its own vote is not on disk
   */
  record Candidate(
      SortedMap<MemberId, Answer> answers, boolean bidden, @Nullable Moment asked, int times)
      implements Role {

    public Candidate {
      answers = Collections.unmodifiableSortedMap(new TreeMap<>(answers));
    }
  }

  /** A vote, and the latest moment at which that voter can have confirmed a leader. */
  record Answer(boolean granted, Moment confirmed) {}

  /**
   * It leads.
   *
   * @param peers everyone else
   * @param first its first entry: committed, it makes all before it committed, and reads possible
   * @param handover to whom it hands over, null if to nobody
   */
  record Leader(
      SortedMap<MemberId, Progress> peers, long first, Reads reads, @Nullable Handover handover)
      implements Role {

    public Leader {
      peers = Collections.unmodifiableSortedMap(new TreeMap<>(peers));
    }

    Leader with(MemberId peer, Progress progress) {
      SortedMap<MemberId, Progress> next = new TreeMap<>(peers);
      next.put(peer, progress);
      return new Leader(next, first, reads, handover);
    }

    Leader with(Reads next) {
      return new Leader(peers, first, next, handover);
    }

    Leader withoutHandover() {
      return new Leader(peers, first, reads, null);
    }

    Leader with(Handover next) {
      return new Leader(peers, first, reads, next);
    }
  }

  /**
   * A transfer of leadership (thesis 3.10).
   *
   * @param asked when the other was told to stand, null while it lacks entries
   */
  record Handover(long id, MemberId to, Moment until, @Nullable Moment asked) {}

  /** It takes part no more. */
  record Ended(RaftReason why) implements Role {}
}
