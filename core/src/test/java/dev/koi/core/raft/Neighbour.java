package dev.koi.core.raft;

import dev.koi.core.name.MemberId;
import dev.koi.core.name.NodeId;
import dev.koi.core.reason.English;
import dev.koi.core.time.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** One member of a {@link Hamlet}, with its disk and a state machine that remembers all it was told. */
final class Neighbour {

  final String letter;
  boolean alive = true;
  boolean broken;
  long diskMillis = 1;

  private final Hamlet hamlet;
  private final Raft raft;
  private final long draw;
  private final Platter platter;
  private final List<Moment> flushes = new ArrayList<>();
  private RaftState state;
  private String applied = "";
  private long appliedTo;

  Neighbour(Hamlet hamlet, String letter, Stored stored) {
    this.hamlet = hamlet;
    this.letter = letter;
    this.raft = new Raft(Council.settings(letter, Council.FAST));
    this.draw = (letter.charAt(0) - 'a') * 30_000_000L;
    this.platter = new Platter(stored);
    this.state = raft.begin(stored, hamlet.now(), draw);
  }

  void kill() {
    alive = false;
    platter.crash();
    flushes.clear();
  }

  void start() {
    alive = true;
    Stored stored = platter.stored();
    state = raft.begin(stored, hamlet.now(), draw);
    restore(stored.snapshot());
  }

  void pass() {
    if (!alive) {
      return;
    }
    while (!flushes.isEmpty() && !hamlet.now().isBefore(flushes.getFirst())) {
      flushes.removeFirst();
      if (broken) {
        step(new RaftInput.PersistFailed(state.disk().last(), "no space left on device"));
        flushes.clear();
      } else {
        step(new RaftInput.Persisted(platter.flush(1)));
      }
    }
    if (state.wake() != null && !hamlet.now().isBefore(state.wake())) {
      step(new RaftInput.Tick());
    }
  }

  void snapshot() {
    Bytes bytes = Council.bytes(applied + " ".repeat(20 * (int) appliedTo - applied.length()));
    step(new RaftInput.SnapshotTaken(appliedTo, bytes));
  }

  void step(RaftInput input) {
    RaftStep step = raft.step(state, input, hamlet.now(), draw);
    state = step.state();
    step.reasons().forEach(r -> hamlet.say(letter, English.of(r, NodeId::toString)));
    step.outputs().forEach(this::perform);
  }

  private void perform(RaftOutput output) {
    switch (output) {
      case RaftOutput.Persist persist -> {
        platter.take(persist);
        Moment last = flushes.isEmpty() ? hamlet.now() : flushes.getLast();
        flushes.add(last.plus(Duration.ofMillis(diskMillis)));
      }
      case RaftOutput.Send send -> hamlet.send(send.envelope());
      case RaftOutput.Commit commit -> {
        commit.entries().forEach(this::apply);
        hamlet.say(
            letter,
            "applies "
                + commit.entries().stream().map(Neighbour::words).collect(Collectors.joining(", ")));
      }
      case RaftOutput.Restore restore -> restore(restore.snapshot());
      case RaftOutput.Elected elected ->
          hamlet.say(letter, "was elected; confirmed at " + seconds(elected.confirmed()));
      case RaftOutput.Deposed deposed -> hamlet.say(letter, "was deposed in term " + deposed.term());
      case RaftOutput.Proposed proposed ->
          hamlet.say(
              letter,
              "request " + proposed.id() + ": at " + proposed.first() + " to " + proposed.last());
      case RaftOutput.ReadReady ready ->
          hamlet.say(letter, "request " + ready.id() + ": read what " + ready.index() + " left");
      case RaftOutput.Refused refused ->
          hamlet.say(letter, "request " + refused.id() + ": refused, " + English.of(refused.why()));
      case RaftOutput.Ended _ -> hamlet.say(letter, "ended");
    }
  }

  private void apply(Entry entry) {
    appliedTo = entry.index();
    if (entry.content() instanceof Content.Command command) {
      applied += Council.text(command.payload());
    }
  }

  private void restore(Snapshot snapshot) {
    applied = Council.text(snapshot.state()).strip();
    appliedTo = snapshot.index();
  }

  private static String words(Entry entry) {
    String content =
        switch (entry.content()) {
          case Content.NoOp _ -> "nothing";
          case Content.Command command -> Council.text(command.payload());
          case Content.Configuration _ -> "members";
        };
    return entry.index() + " " + content;
  }

  private static String seconds(Moment moment) {
    return String.format(Locale.ROOT, "%.3f", moment.monotonic() / 1e9);
  }

  String describe() {
    if (!alive) {
      return "is gone";
    }
    String role =
        switch (state.role()) {
          case Role.Follower f -> f.leader() == null ? "follows nobody" : "follows " + f.leader().name();
          case Role.PreCandidate _ -> "asks";
          case Role.Candidate _ -> "stands";
          case Role.Leader _ -> "leads";
          case Role.Ended _ -> "takes part no more";
        };
    String kept = state.log().base() > 0 ? ", log from " + (state.log().base() + 1) : "";
    return role + ", term " + state.term() + ", last " + state.log().last() + " of term "
        + state.log().lastTerm() + ", agreed " + state.commit() + kept + ", has '" + applied + "'"
        + (state.members().isVoter(id()) ? "" : ", no vote");
  }

  private MemberId id() {
    return Council.member(letter);
  }
}
