package dev.koi.core.raft;

import dev.koi.core.time.Moment;
import dev.koi.core.time.RoundTrip;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a leader knows of another member.
 *
 * @param match through here its disk has the leader's log
 * @param received through here it said that it has it, on disk or not
 * @param next what to send next
 */
public record Progress(
    long match, long received, long next, Flow flow, Signs signs, CatchUp catchUp) {

  /** How it is supplied. */
  public sealed interface Flow {

    /**
     * Where the logs agree is being sought: one message at a time.
     *
     * @param asked whether that message is under way
     */
    record Probing(boolean asked) implements Flow {}

    /**
     * It takes what comes: messages follow each other without waiting (thesis 10.2.1).
     *
     * @param ends the last entry of each message that is not confirmed yet
     */
    record Pipelining(List<Long> ends) implements Flow {

      public Pipelining {
        ends = List.copyOf(ends);
      }
    }

    /**
     * It lacks entries that are forgotten here, and gets a snapshot: this one to its end, even if there is
     * a newer one by then, or a busy cluster would never come to an end.
     *
     * @param taken bytes that have arrived
     * @param sent bytes that are under way or have arrived; {@link #NOTHING}: not even an empty piece
     */
    record Sending(Snapshot snapshot, int taken, int sent) implements Flow {

      static final int NOTHING = -1;
    }
  }

  /**
   * Signs of life.
   *
   * @param heard when it said something last; before it did, when this leader began to wait for that
   * @param answered whether it ever said anything to this leader
   * @param sent when it was told something last
   * @param round the latest round that it confirmed
   * @param asked the latest round that it was asked for
   * @param told the latest commit index that it was told
   * @param toldAt when it was told that first
   * @param echoed when the latest of what it has answered was sent, by the leader's clock
   */
  public record Signs(
      Moment heard,
      boolean answered,
      Moment sent,
      RoundTrip trip,
      long round,
      long asked,
      long told,
      long toldAt,
      long echoed) {

    Signs heard(Moment now, RaftMessage.Ask ask) {
      RoundTrip measured = trip.measured(Duration.ofNanos(now.monotonic() - ask.echo()));
      long confirmed = Math.max(round, ask.round());
      long latest = Math.max(echoed, ask.echo());
      return new Signs(now, true, sent, measured, confirmed, asked, told, toldAt, latest);
    }

    Signs heard(Moment now) {
      return new Signs(now, true, sent, trip, round, asked, told, toldAt, echoed);
    }

    Signs sent(Moment now, long commit) {
      boolean news = commit > told;
      long since = news ? now.monotonic() : toldAt;
      return new Signs(
          heard, answered, now, trip, round, asked, news ? commit : told, since, echoed);
    }

    Signs asked(long latest) {
      return new Signs(heard, answered, sent, trip, round, latest, told, toldAt, echoed);
    }

    /**
     * Whether it is known to know that so much is agreed. What was sent in the same instant may have been
     * sent before.
     */
    boolean knows(long commit) {
      return told >= commit && echoed > toldAt;
    }
  }

  /**
   * How far behind a learner is (thesis 4.2.1): it gets what was there when a round of replication began,
   * and so on; it has caught up once a round was shorter than an election time-out, since then a change
   * of members that needs it stops nobody for longer than an election would.
   */
  public record CatchUp(long goal, Moment began, boolean quick) {

    CatchUp reached(long match, long last, Moment now, Duration bound) {
      return match < goal
          ? this
          : new CatchUp(last, now, now.since(began).compareTo(bound) < 0);
    }
  }

  static Progress begin(long last, Moment now) {
    Signs signs = new Signs(now, false, now, RoundTrip.UNKNOWN, 0, 0, 0, now.monotonic(), 0);
    return new Progress(
        0, 0, last + 1, new Flow.Probing(false), signs, new CatchUp(last, now, false));
  }

  Progress with(Flow other) {
    return new Progress(match, received, next, other, signs, catchUp);
  }

  Progress with(Signs other) {
    return new Progress(match, received, next, flow, other, catchUp);
  }

  Progress with(CatchUp other) {
    return new Progress(match, received, next, flow, signs, other);
  }

  /** Seek where the logs agree, from just before {@code from}. What was only received may be lost. */
  Progress probe(long from) {
    return new Progress(
        match, match, Math.max(from, match + 1), new Flow.Probing(false), signs, catchUp);
  }

  /** It has the leader's log so far. */
  Progress accepted(long receivedNow, long matchNow) {
    long has = Math.max(received, receivedNow);
    long safe = Math.max(match, matchNow);
    return switch (flow) {
      case Flow.Probing _ ->
          has >= next - 1
              ? new Progress(
                  safe, has, has + 1, new Flow.Pipelining(List.of()), signs, catchUp)
              : new Progress(safe, has, Math.max(next, safe + 1), flow, signs, catchUp);
      case Flow.Pipelining pipelining -> {
        List<Long> rest = new ArrayList<>(pipelining.ends());
        rest.removeIf(end -> end <= safe);
        long then = Math.max(next, has + 1);
        yield new Progress(safe, has, then, new Flow.Pipelining(rest), signs, catchUp);
      }
      case Flow.Sending sending ->
          has >= sending.snapshot().index()
              ? new Progress(
                  safe, has, has + 1, new Flow.Pipelining(List.of()), signs, catchUp)
              : new Progress(safe, has, next, flow, signs, catchUp);
    };
  }

  /** So many entries are under way. */
  Progress pipelined(List<Entry> entries, Flow.Pipelining before) {
    List<Long> ends = new ArrayList<>(before.ends());
    long end = entries.getLast().index();
    ends.add(end);
    return new Progress(match, received, end + 1, new Flow.Pipelining(ends), signs, catchUp);
  }

  /** Whether it is known to live: a new leader has yet to hear of anyone. */
  boolean isHere(Moment now, Duration bound) {
    return signs.answered() && now.since(signs.heard()).compareTo(bound) < 0;
  }

  /** Whether an answer is overdue that will not come by itself. */
  boolean owes(Reads reads) {
    boolean log =
        switch (flow) {
          case Flow.Pipelining _ -> received < next - 1;
          case Flow.Probing _, Flow.Sending _ -> true;
        };
    return log || reads.wants(signs.round());
  }
}
