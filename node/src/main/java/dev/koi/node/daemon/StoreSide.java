package dev.koi.node.daemon;

import dev.koi.core.agreed.Agreed;
import dev.koi.core.agreed.Change;
import dev.koi.core.founding.Draft;
import dev.koi.core.founding.Founding;
import dev.koi.core.heard.Heard;
import dev.koi.core.heard.Peer;
import dev.koi.core.message.Message.Letter;
import dev.koi.core.message.Seat;
import dev.koi.core.name.MemberId;
import dev.koi.core.name.NodeId;
import dev.koi.core.name.NodeName;
import dev.koi.core.raft.Stored;
import dev.koi.core.reason.FoundingReason;
import dev.koi.core.time.Moment;
import dev.koi.node.consensus.Fate;
import dev.koi.node.port.Entropy;
import dev.koi.node.port.Ledger;
import dev.koi.wire.datagram.MalformedMessage;
import dev.koi.wire.raft.EnvelopeCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * This node's part in the store. An elector without a journal founds one with the others or joins theirs
 * ({@link Founding}); from then on it is a {@link Member}. A node that is no elector has no part in it, and
 * answers here like one that knows nothing.
 */
final class StoreSide {

  private static final Duration LOOKS_EACH = Duration.ofSeconds(10);

  private final Self self;
  private final Gear gear;
  private final Diary diary;
  private final @Nullable Ledger ledger;
  private final Places places = new Places();
  private @Nullable Member member;

  // While there is no journal.
  private @Nullable Draft draft;
  private @Nullable Draft saving;
  private Ledger.@Nullable Found beginning;
  private @Nullable FoundingReason waits;
  private @Nullable String failure;

  /** While its disk is full: what it says of itself meanwhile, and when to look for room again. */
  private @Nullable Seat kept;

  private @Nullable Moment looks;

  private Moment latest;

  /** Takes up the journal that is there, or the draft, or draws a new id. */
  StoreSide(Self self, Gear gear) {
    this.self = self;
    this.gear = gear;
    this.diary = gear.diary();
    this.ledger = gear.ports().ledger();
    this.latest = self.began();
    if (ledger == null) {
      return;
    }
    Ledger.Found found = ledger.found();
    if (found != null) {
      member = new Member(found, self, gear, places);
      return;
    }
    draft = ledger.draft();
    boolean mine = draft != null && draft.self().name().equals(self.settings().name());
    if (!mine) {
      draft = null;
      save(Draft.of(drawn(gear.ports().entropy())));
    }
  }

  private MemberId drawn(Entropy entropy) {
    return new MemberId(self.settings().name(), new UUID(entropy.draw(), entropy.draw()));
  }

  private void save(Draft next) {
    if (ledger != null) {
      saving = next;
      ledger.draft(next);
    }
  }

  // What is known.

  /** What its heartbeats say; null if there is nothing to say, or not yet on the disk. */
  @Nullable Seat seat() {
    if (member != null) {
      return new Seat(member.id().drawn(), member.cluster(), true, member.follows());
    }
    if (kept != null) {
      return kept;
    }
    return draft == null ? null : new Seat(draft.self().drawn(), draft.cluster(), false);
  }

  @Nullable Member member() {
    return member;
  }

  @Nullable UUID cluster() {
    return member == null ? null : member.cluster();
  }

  /** Why this elector belongs to no store yet, null if it does, or is none. */
  @Nullable FoundingReason waits() {
    return member == null ? waits : null;
  }

  /** Why it takes no part any more; null if it does. */
  @Nullable String failure() {
    return member == null ? failure : member.failure();
  }

  boolean leads() {
    return member != null && member.leads();
  }

  long term() {
    return member == null ? 0 : member.term();
  }

  /** See {@link dev.koi.core.raft.RaftOutput.Elected#confirmed}; it leads. */
  Moment confirmed() {
    return member == null ? latest : member.confirmed();
  }

  Agreed agreed() {
    return member == null ? Agreed.EMPTY : member.state().agreed();
  }

  boolean isSettled() {
    return member == null || member.isSettled();
  }

  List<Change> committed() {
    return member == null ? List.of() : member.committed();
  }

  /** When the event at hand happened. */
  Moment latest() {
    return latest;
  }

  // What is asked.

  void propose(Change change) {
    if (member != null) {
      member.propose(change);
    }
  }

  /** Whether this node still leads, as of now; told with a flush, this one or a later. */
  void read(Consumer<Fate<Void>> then) {
    if (member != null) {
      member.consensus().read(then);
    }
  }

  void handOver() {
    if (member != null) {
      member.handOver(latest);
    }
  }

  /** How long a handover may take at most. */
  Duration handOverPatience() {
    return self.configuration().time().election().longest().multipliedBy(2);
  }

  // What happens.

  /**
   * A letter came.
   *
   * @return whether another leader, or none, or another agreed state may come of it
   */
  boolean received(NodeId from, Letter letter, Moment now) throws MalformedMessage {
    latest = now;
    return member != null && member.received(from, EnvelopeCodec.decode(letter.envelope().toArray()), now);
  }

  /** A heartbeat says that its sender leads the store. */
  void leaderHeard(@Nullable Seat seat, long term, Moment now) {
    if (member != null && seat != null) {
      member.leaderHeard(seat, term, now);
    }
  }

  /** This node's own heartbeat leaves just now, to all. */
  void beat(Heard heard, Moment now) {
    if (member != null && member.leads()) {
      member.beat(heard, now);
    }
  }

  /** The daemon of a node is gone, and with it the member that was there. */
  void gone(NodeId node, Moment now) {
    latest = now;
    if (member != null) {
      member.gone(node, now);
    }
  }

  /** The journal says what became of something. */
  boolean kept(Ledger.Word word, Moment now) {
    latest = now;
    return switch (word) {
      case Ledger.Word.Drafted _ -> {
        draft = saving;
        saving = null;
        yield true;
      }
      case Ledger.Word.Begun _ -> {
        begun();
        yield true;
      }
      case Ledger.Word.Persisted persisted ->
          member != null && member.persisted(persisted.ticket(), now);
      case Ledger.Word.Frozen frozen ->
          member != null && member.frozen(frozen.index(), frozen.state(), now);
      case Ledger.Word.Full full -> {
        full(full, now);
        yield true;
      }
      case Ledger.Word.Reopened again -> {
        kept = null;
        failure = null;
        diary.info("there is room for the store again: this elector votes on");
        member = new Member(again.found(), self, gear, places);
        yield true;
      }
      case Ledger.Word.Failed failed -> {
        failed(failed, now);
        yield true;
      }
    };
  }

  private void begun() {
    Ledger.Found blank = beginning;
    beginning = null;
    if (blank != null) {
      member = new Member(blank, self, gear, places);
    }
  }

  private void failed(Ledger.Word.Failed word, Moment now) {
    if (member != null) {
      member.failed(word.ticket(), word.why(), now);
    } else {
      failure = word.why();
      diary.error("this elector takes no part in the store: " + word.why());
    }
  }

  /** As if it had crashed: it says nothing any more, and goes on with what is on its disk (SAFETY E1). */
  private void full(Ledger.Word.Full word, Moment now) {
    Member stopped = member;
    if (stopped != null) {
      kept = new Seat(stopped.id().drawn(), stopped.cluster(), true); // it follows nobody while it is stopped
      member = null;
      diary.error(
          "the disk of the store is full: %s\nnext: make room; it is looked for every %d s"
              .formatted(word.why(), LOOKS_EACH.toSeconds()));
      stopped.failed(word.ticket(), word.why(), now); // whoever waits is told
    }
    failure = "the disk of the store is full: " + word.why();
    looks = now.plus(LOOKS_EACH);
  }

  private void lookForRoom(Moment now) {
    if (looks != null && ledger != null && !now.isBefore(looks)) {
      looks = null;
      ledger.reopen();
    }
  }

  /** After each event: what was asked meanwhile goes out, and what is due happens. */
  boolean flush(Moment now) {
    latest = now;
    return member != null && member.flush(now);
  }

  @Nullable Moment nextWake() {
    return member == null ? null : member.consensus().nextWake();
  }

  /** Who is heard: where members are, and, without a journal, with whom there might be one. */
  void step(Heard heard, Moment now) {
    latest = now;
    places.learn(heard);
    lookForRoom(now);
    if (member != null) {
      member.tend(heard, now);
    } else if (draft != null && saving == null && beginning == null && failure == null) {
      found(heard, draft, now);
    }
  }

  private void found(Heard heard, Draft mine, Moment now) {
    List<Founding.Other> others = new ArrayList<>();
    for (Peer peer : heard.freshElectors(now, self.patience())) {
      Seat seat = peer.heartbeat().seat();
      if (seat != null && !peer.id().equals(self.id())) {
        others.add(new Founding.Other(peer.card().name(), seat));
      }
    }
    switch (Founding.step(self.configuration().cluster().electors(), mine, others)) {
      case Founding.Step.Wait wait -> {
        if (!wait.why().equals(waits)) {
          waits = wait.why();
          diary.note(wait.why());
        }
      }
      case Founding.Step.Propose propose -> save(propose.next());
      case Founding.Step.Found founded -> {
        TreeSet<NodeName> names = new TreeSet<>();
        founded.members().voters().forEach(voter -> names.add(voter.name()));
        diary.note(new FoundingReason.Founded(founded.cluster(), names));
        begin(new Ledger.Found(founded.cluster(), mine.self(), Stored.founder(founded.members())));
      }
      case Founding.Step.Join join -> {
        diary.note(new FoundingReason.Joining(join.cluster()));
        MemberId fresh = drawn(gear.ports().entropy());
        begin(new Ledger.Found(join.cluster(), fresh, Stored.joiner()));
      }
    }
  }

  private void begin(Ledger.Found blank) {
    if (ledger != null) {
      beginning = blank;
      ledger.begin(blank);
    }
  }
}
