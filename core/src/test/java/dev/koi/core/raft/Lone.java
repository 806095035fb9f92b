package dev.koi.core.raft;

import dev.koi.core.name.MemberId;
import dev.koi.core.raft.RaftMessage.Accepted;
import dev.koi.core.raft.RaftMessage.Append;
import dev.koi.core.raft.RaftMessage.Ask;
import dev.koi.core.raft.RaftMessage.PreVoted;
import dev.koi.core.raft.RaftMessage.Voted;
import dev.koi.core.reason.RaftReason;
import dev.koi.core.time.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Member a on its own: the others are whatever a test says. Its election time-out is always the shortest,
 * 180 ms; its disk is done at once unless {@link #slowDisk} says otherwise.
 */
final class Lone {

  final Raft raft = new Raft(Council.settings("a", Council.FAST));
  final List<RaftOutput> outputs = new ArrayList<>();
  final List<RaftReason> reasons = new ArrayList<>();
  RaftState state;
  boolean slowDisk;
  long draw;

  private long millis;

  Lone(Stored stored) {
    state = raft.begin(stored, now(), draw);
  }

  static Lone of(String... founders) {
    return new Lone(Stored.founder(Council.voters(founders)));
  }

  /** Follows b in term 2, with a log of these terms. */
  static Lone withLog(long... terms) {
    List<Entry> entries = new ArrayList<>();
    for (long term : terms) {
      entries.add(entry(entries.size() + 1, term, "old"));
    }
    return new Lone(
        new Stored(new Ballot(terms[terms.length - 1], null), founding("a", "b", "c"), entries));
  }

  static Snapshot founding(String... letters) {
    return Snapshot.founding(Council.voters(letters));
  }

  static Entry entry(long index, long term, String text) {
    return new Entry(index, term, new Content.Command(Council.bytes(text)));
  }

  Moment now() {
    return Moment.ofMillis(millis);
  }

  /** What the step put out, and the steps that its writes caused. */
  List<RaftOutput> tell(RaftInput input) {
    RaftStep step = raft.step(state, input, now(), draw);
    state = step.state();
    List<RaftOutput> all = new ArrayList<>(step.outputs());
    reasons.addAll(step.reasons());
    for (RaftOutput output : step.outputs()) {
      if (output instanceof RaftOutput.Persist persist && !slowDisk) {
        all.addAll(tell(new RaftInput.Persisted(persist.ticket())));
      }
    }
    outputs.addAll(step.outputs());
    return all;
  }

  /** Everything that was written so far is on disk now. */
  List<RaftOutput> diskDone() {
    return tell(new RaftInput.Persisted(state.disk().last()));
  }

  /** Milliseconds pass, with a tick at the end. */
  List<RaftOutput> pass(long duration) {
    millis += duration;
    return tell(new RaftInput.Tick());
  }

  List<RaftOutput> hear(String from, long term, RaftMessage message) {
    return tell(new RaftInput.Received(envelope(from, "a", term, message)));
  }

  static Envelope envelope(String from, String to, long term, RaftMessage message) {
    return envelope(Council.CLUSTER, from, to, term, message);
  }

  static Envelope envelope(UUID cluster, String from, String to, long term, RaftMessage message) {
    return new Envelope(cluster, Council.member(from), Council.member(to), term, message);
  }

  /** A message that it sent, or null. */
  static <M extends RaftMessage> @Nullable M sent(
      List<RaftOutput> outputs, String to, Class<M> type) {
    for (RaftOutput output : outputs) {
      if (output instanceof RaftOutput.Send send
          && send.envelope().to().equals(Council.member(to))
          && type.isInstance(send.envelope().message())) {
        return type.cast(send.envelope().message());
      }
    }
    return null;
  }

  /** A message that it must have sent. */
  static <M extends RaftMessage> M the(List<RaftOutput> outputs, String to, Class<M> type) {
    return Objects.requireNonNull(sent(outputs, to, type), () -> type + " to " + to);
  }

  static <O extends RaftOutput> List<O> all(List<RaftOutput> outputs, Class<O> type) {
    return outputs.stream().filter(type::isInstance).map(type::cast).toList();
  }

  static List<Entry> committed(List<RaftOutput> outputs) {
    return all(outputs, RaftOutput.Commit.class).stream().flatMap(c -> c.entries().stream()).toList();
  }

  static List<RaftReason.Refusal> refusals(List<RaftOutput> outputs) {
    return all(outputs, RaftOutput.Refused.class).stream().map(RaftOutput.Refused::why).toList();
  }

  /** Elected with the vote of b, 180 ms after the last it heard. */
  Lone lead() {
    pass(180);
    hear("b", state.term() + 1, new PreVoted(true));
    if (state.role() instanceof Role.Candidate) {
      hear("b", state.term(), new Voted(true, Duration.ZERO));
    }
    return this;
  }

  /** Leads, and its first entry is agreed. */
  Lone leadFirmly() {
    lead();
    ack("b", state.log().last());
    return this;
  }

  List<RaftOutput> ack(String from, long match) {
    return hear(from, state.term(), new Accepted(match, match, null));
  }

  /** An answer to the latest round. */
  List<RaftOutput> confirm(String from, long round) {
    long match = match(from);
    return hear(from, state.term(), new Accepted(match, match, new Ask(round, now().monotonic())));
  }

  private long match(String peer) {
    Progress progress = leader().peers().get(Council.member(peer));
    return progress == null ? 0 : progress.match();
  }

  Role.Leader leader() {
    if (state.role() instanceof Role.Leader leader) {
      return leader;
    }
    throw new AssertionError("does not lead: " + state.role());
  }

  List<RaftOutput> propose(String text) {
    return tell(new RaftInput.Propose(1, List.of(Council.bytes(text))));
  }

  /** Entries from a leader that asks for no answer at once. */
  List<RaftOutput> append(String leader, long term, long prevIndex, long prevTerm, Entry... more) {
    return hear(leader, term, new Append(prevIndex, prevTerm, List.of(more), 0, null));
  }

  List<RaftOutput> heartbeat(String leader, long term) {
    long last = state.commit();
    Append beat =
        new Append(last, state.log().term(last), List.of(), 0, new Ask(0, now().monotonic()));
    return hear(leader, term, beat);
  }

  MemberId id() {
    return Council.member("a");
  }
}
