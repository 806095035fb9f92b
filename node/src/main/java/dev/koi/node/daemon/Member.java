package dev.koi.node.daemon;

import dev.koi.core.agreed.Change;
import dev.koi.core.heard.Heard;
import dev.koi.core.lease.Profile;
import dev.koi.core.message.Message.Letter;
import dev.koi.core.name.MemberId;
import dev.koi.core.name.NodeId;
import dev.koi.core.raft.Bytes;
import dev.koi.core.raft.Envelope;
import dev.koi.core.raft.RaftOutput.Persist;
import dev.koi.core.raft.RaftSettings;
import dev.koi.core.raft.RaftState;
import dev.koi.core.reason.English;
import dev.koi.core.reason.RaftReason;
import dev.koi.core.store.Outcome;
import dev.koi.core.time.Moment;
import dev.koi.node.consensus.Consensus;
import dev.koi.node.consensus.ReplicatedState;
import dev.koi.node.consensus.World;
import dev.koi.node.port.Entropy;
import dev.koi.node.port.Ledger;
import dev.koi.wire.raft.EnvelopeCodec;
import dev.koi.wire.store.Proposal;
import dev.koi.wire.store.ProposalCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** This node as a member of the store: the consensus, and its ways into the world. */
final class Member implements World {

  /** More members than anyone has; so many names fit into the head of a snapshot's piece. */
  static final int MOST_MEMBERS = 30;

  /** What a letter has around its envelope. */
  private static final int LETTER_BYTES = 32;

  /**
   * Messages under way to one follower, of up to 64 KiB each. More of them overflow the buffer of its
   * socket: with 32 a snapshot of 10 MB kept the leader so busy repeating that it was deposed again and
   * again, with two it takes 1.5 s. Entries that come while both are under way go together.
   */
  private static final int WINDOW = 2;

  /** A follower that was away for a second or two is spared a snapshot. */
  private static final int TRAIL = 1_000;

  private static final long PENDING_BYTES = 8L << 20;

  private final UUID cluster;
  private final MemberId id;
  private final Post post;
  private final Diary diary;
  private final Entropy entropy;
  private final Ledger ledger;
  private final Places places;
  private final ReplicatedState state = new ReplicatedState(this::agreed);
  private final Consensus<Outcome> consensus;
  private final Replacement replacement;
  private List<Change> committed = new ArrayList<>();
  private int undecided;
  private Moment confirmed;
  private @Nullable String failure;

  /** Whether something happened in the event at hand that others may draw conclusions from. */
  private boolean news;

  private Moment latest;

  Member(Ledger.Found found, Self self, Gear gear, Places places) {
    Ledger journal = gear.ports().ledger();
    if (journal == null) {
      throw new IllegalStateException("a member without a journal");
    }
    this.cluster = found.cluster();
    this.id = found.member();
    this.post = gear.post();
    this.diary = gear.diary();
    this.entropy = gear.ports().entropy();
    this.ledger = journal;
    this.places = places;
    this.latest = gear.ports().clock().now();
    this.confirmed = latest;
    long period = self.configuration().cluster().snapshotPeriod();
    var parts =
        new Consensus.Parts<>(
            settings(found, self), new Consensus.Limits(PENDING_BYTES, period), this, state);
    this.consensus = Consensus.begin(parts, found.stored(), latest);
    this.replacement = new Replacement(self, diary);
  }

  private static RaftSettings settings(Ledger.Found found, Self self) {
    Profile.Patience patience = self.configuration().time().election();
    int message = EnvelopeCodec.mostMessageBytes(MOST_MEMBERS) - LETTER_BYTES;
    return new RaftSettings(
        found.cluster(),
        found.member(),
        new RaftSettings.Pace(self.heartbeat(), patience.shortest(), patience.longest()),
        new RaftSettings.Limits(message, WINDOW, TRAIL));
  }

  // What is known.

  UUID cluster() {
    return cluster;
  }

  MemberId id() {
    return id;
  }

  Consensus<Outcome> consensus() {
    return consensus;
  }

  ReplicatedState state() {
    return state;
  }

  RaftState raft() {
    return consensus.state();
  }

  /** It leads, and may act (SAFETY E2). */
  boolean leads() {
    return raft().mayAct();
  }

  long term() {
    return raft().term();
  }

  Moment confirmed() {
    return confirmed;
  }

  @Nullable String failure() {
    return failure;
  }

  /** Whether no change that this member proposed is undecided. */
  boolean isSettled() {
    return undecided == 0;
  }

  /** What was agreed since this was asked last. */
  List<Change> committed() {
    List<Change> all = committed;
    committed = new ArrayList<>();
    return all;
  }

  private void agreed(Change change) {
    committed.add(change);
    news = true;
  }

  /** At which node the leader is, null if none is known, or it is this one. */
  @Nullable NodeId leader() {
    MemberId leader = raft().leader();
    return leader == null ? null : places.of(leader);
  }

  // What is asked.

  void propose(Change change) {
    undecided++;
    consensus.propose(ProposalCodec.encode(new Proposal.OfCluster(change)), _ -> undecided--);
  }

  /** For a writer who does not say who he is. */
  UUID drawn() {
    return new UUID(entropy.draw(), entropy.draw());
  }

  void handOver(Moment now) {
    consensus.transfer(
        null, why -> diary.warn("the leadership is not handed over: " + English.of(why)), now);
  }

  /** On the leader: members that lost their disks are replaced. */
  void tend(Heard heard, Moment now) {
    if (leads()) {
      replacement.step(consensus, cluster, heard, now);
    }
  }

  // What happens. Each says whether conclusions may come of it.

  boolean received(NodeId from, Envelope envelope, Moment now) {
    latest = now;
    places.learn(envelope.from(), from);
    return watched(() -> consensus.received(envelope, now));
  }

  void gone(NodeId node, Moment now) {
    latest = now;
    for (MemberId other : raft().members().voters()) {
      if (node.equals(places.of(other))) {
        consensus.gone(other, now);
      }
    }
  }

  boolean persisted(long ticket, Moment now) {
    latest = now;
    return watched(() -> consensus.persisted(ticket, now));
  }

  void failed(long ticket, String why, Moment now) {
    latest = now;
    consensus.persistFailed(ticket, why, now);
  }

  boolean frozen(long index, Bytes bytes, Moment now) {
    latest = now;
    return watched(() -> consensus.frozen(index, bytes, now));
  }

  boolean flush(Moment now) {
    latest = now;
    return watched(() -> consensus.flush(now));
  }

  private boolean watched(Runnable step) {
    news = false;
    boolean led = leads();
    MemberId leader = raft().leader();
    step.run();
    // Who waits for an answer of the leader's asks the next one at once.
    return news || led != leads() || !Objects.equals(leader, raft().leader());
  }

  // Its ways into the world.

  @Override
  public void persist(Persist persist) {
    ledger.persist(persist);
  }

  @Override
  public void send(Envelope envelope) {
    NodeId node = places.of(envelope.to());
    if (node != null) {
      post.to(node, new Letter(Bytes.wrap(EnvelopeCodec.encode(envelope))), latest);
    }
  }

  @Override
  public void encode(long index, Supplier<Bytes> bytes) {
    ledger.encode(index, bytes);
  }

  @Override
  public long draw() {
    return entropy.draw();
  }

  @Override
  public void elected(long term, Moment latestConfirmed) {
    confirmed = latestConfirmed;
    news = true;
  }

  @Override
  public void deposed(long term) {
    news = true;
  }

  @Override
  public void ended(RaftReason why) {
    failure = English.of(why, NodeId::toString);
    news = true;
  }

  @Override
  public void note(RaftReason reason) {
    diary.note(reason);
  }
}
