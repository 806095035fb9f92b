package dev.koi.node.daemon;

import dev.koi.core.agreed.Change;
import dev.koi.core.heard.Heard;
import dev.koi.core.heard.Peer;
import dev.koi.core.lease.Profile;
import dev.koi.core.message.Message.Letter;
import dev.koi.core.message.Seat;
import dev.koi.core.name.MemberId;
import dev.koi.core.name.NodeId;
import dev.koi.core.raft.Bytes;
import dev.koi.core.raft.Envelope;
import dev.koi.core.raft.RaftInput.Beat;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  /**
   * Raft's own heartbeats leave this often whatever else says the same: then what {@link Beat} takes for
   * granted is a second behind at most.
   */
  private static final Duration OWN_EACH = Duration.ofSeconds(1);

  private final UUID cluster;
  private final MemberId id;
  private final Duration heartbeat;
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

  /** When Raft was left to say by itself that this member leads. */
  private Moment spoke;

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
    this.spoke = latest;
    this.heartbeat = self.heartbeat();
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

  /** The term of the leader that it follows, 0 if none. */
  long follows() {
    return raft().leader() == null ? 0 : term();
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
    Before before = before(now);
    places.learn(envelope.from(), from);
    consensus.received(envelope, now);
    return isNews(before);
  }

  /** Whoever sits there leads in that term, as a heartbeat says. */
  void leaderHeard(Seat seat, long term, Moment now) {
    MemberId followed = raft().leader();
    if (followed != null && followed.drawn().equals(seat.member()) && term == term()) {
      consensus.leaderHeard(followed, term, now);
    }
  }

  /** As the leader: its heartbeat leaves, and so Raft's need not, to those whose heartbeats answer it. */
  void beat(Heard heard, Moment now) {
    if (now.since(spoke).compareTo(OWN_EACH) >= 0) {
      spoke = now;
      return;
    }
    Map<MemberId, Moment> followers = new HashMap<>();
    for (Peer peer : heard.peers().values()) {
      Seat seat = peer.heartbeat().seat();
      if (seat != null && cluster.equals(seat.home()) && seat.follows() == term()) {
        followers.put(new MemberId(peer.card().name(), seat.member()), peer.heardAt());
      }
    }
    Moment next = now.plus(heartbeat.multipliedBy(3).dividedBy(2));
    consensus.beat(new Beat(next, followers), now);
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
    Before before = before(now);
    consensus.persisted(ticket, now);
    return isNews(before);
  }

  void failed(long ticket, String why, Moment now) {
    latest = now;
    consensus.persistFailed(ticket, why, now);
  }

  boolean frozen(long index, Bytes bytes, Moment now) {
    Before before = before(now);
    consensus.frozen(index, bytes, now);
    return isNews(before);
  }

  boolean flush(Moment now) {
    Before before = before(now);
    consensus.flush(now);
    return isNews(before);
  }

  private record Before(boolean led, @Nullable MemberId leader) {}

  private Before before(Moment now) {
    latest = now;
    news = false;
    return new Before(leads(), raft().leader());
  }

  private boolean isNews(Before before) {
    // Who waits for an answer of the leader's asks the next one at once.
    return news || before.led != leads() || !Objects.equals(before.leader, raft().leader());
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
