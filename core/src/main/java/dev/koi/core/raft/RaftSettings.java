package dev.koi.core.raft;

import dev.koi.core.name.MemberId;
import java.time.Duration;
import java.util.UUID;

/** What a member needs to know to take part. */
public record RaftSettings(UUID cluster, MemberId self, Pace pace, Limits limits) {

  /**
   * How long things may take.
   *
   * @param heartbeat how often a leader says that it is there
   * @param shortest the shortest election time-out: a voter that heard a leader within it votes for
   *     nobody (thesis 4.2.3)
   * @param longest the longest: a leader without a majority for that long gives up (thesis 6.2). The
   *     shorter one would do, and would depose leaders that nobody misses yet
   */
  public record Pace(Duration heartbeat, Duration shortest, Duration longest) {

    public Pace {
      if (!heartbeat.isPositive()
          || heartbeat.compareTo(shortest) >= 0
          || shortest.compareTo(longest) > 0) {
        throw new IllegalArgumentException(
            "heartbeat < election time-out: " + heartbeat + ", " + shortest + " to " + longest);
      }
    }

    /** One between the two. */
    Duration timeout(long draw) {
      long spread = longest.toNanos() - shortest.toNanos() + 1;
      return shortest.plusNanos(Math.floorMod(draw, spread));
    }
  }

  /**
   * How much at once.
   *
   * @param messageBytes of a message: entries, or a piece of a snapshot
   * @param window messages under way to one follower
   * @param trail entries kept behind a snapshot, so that a follower that lags a little need not get all
   */
  public record Limits(int messageBytes, int window, int trail) {

    public Limits {
      if (messageBytes < 1 || window < 1 || trail < 0) {
        throw new IllegalArgumentException("no limits: " + messageBytes + ", " + window + ", " + trail);
      }
    }
  }
}
