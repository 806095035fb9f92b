package dev.koi.node.daemon;

import dev.koi.core.agreed.Agreed;
import dev.koi.core.agreed.Change;
import dev.koi.core.agreed.GroupState;
import dev.koi.core.elector.Decision;
import dev.koi.core.elector.Elector;
import dev.koi.core.elector.Leadership;
import dev.koi.core.elector.Situation;
import dev.koi.core.heard.Heard;
import dev.koi.core.heard.Peer;
import dev.koi.core.message.Claim;
import dev.koi.core.message.Message;
import dev.koi.core.message.Message.Farewell;
import dev.koi.core.message.Message.Heartbeat;
import dev.koi.core.message.Message.Pulse;
import dev.koi.core.message.Message.Report;
import dev.koi.core.message.Message.Unheard;
import dev.koi.core.name.Incarnation;
import dev.koi.core.name.NodeId;
import dev.koi.core.time.Moment;
import dev.koi.node.links.Links;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who is heard, who leads, and (on the leader) who holds each group. */
final class ElectionSide {

  private final Self self;
  private final Post post;
  private final Diary diary;
  private final Links links;
  private final Agreement agreement;
  private final Leases leases;
  private final StoreSide store;
  private final Office office;
  private final Pulses pulses;
  private final LastWords lastWords;
  private final KeptWords keptWords;

  /** The run of each node that said farewell last. */
  private final Map<NodeId, Incarnation> farewells = new HashMap<>();

  private Heard heard = Heard.NOBODY;
  private long pulse;
  private Moment beaten;
  private @Nullable Claim claimed;
  private long revisionSent = -1;

  /** The leader's heartbeat came, and ours follows it at once: see {@link #pause}. */
  private boolean answers;

  /** The last heartbeat went to the leader alone. */
  private boolean discreet;

  ElectionSide(Self self, Gear gear, Links links, Memory memory, Rule rule) {
    this.self = self;
    this.post = gear.post();
    this.diary = gear.diary();
    this.links = links;
    this.agreement = rule.agreement();
    this.leases = rule.leases();
    this.store = rule.store();
    this.office = new Office(self, gear.diary(), memory, rule);
    this.pulses = new Pulses(self.heartbeat(), self.began());
    this.keptWords = new KeptWords(post, self.heartbeat());
    this.lastWords = new LastWords(self.id(), links.tickets(), this::heard);
    this.beaten = self.began().minus(self.heartbeat());
    // A start of its own range, so that an echo of another leader's pulse is never taken for ours.
    this.pulse = self.incarnation().start() & 0x3fff_ffff_0000_0000L;
  }

  Heard heard() {
    return heard;
  }

  Agreed agreed() {
    return office.agreed();
  }

  @Nullable Leadership leadership() {
    return office.leadership();
  }

  /** See {@link Office#term}. */
  long term() {
    return office.term();
  }

  LastWords lastWords() {
    return lastWords;
  }

  Leases leases() {
    return leases;
  }

  Agreement agreement() {
    return agreement;
  }

  /** The leader that this node follows, itself included; null if it knows none. */
  @Nullable NodeId leader() {
    return agreement.leader();
  }

  Claim claim(Moment now) {
    return agreement.claim(heard, now);
  }

  boolean isQuorateLeader(Moment now) {
    return claim(now) instanceof Claim.Leading leading && leading.quorate();
  }

  Situation situation(Leadership term, Moment now) {
    boolean everyone = links.heardFromAllConfigured(now, Heard.FORGOTTEN_AFTER);
    return new Situation(self.elector(agreement.backing()), agreed(), heard, term, everyone, now);
  }

  /**
   * A heartbeat came.
   *
   * @return whether it says anything that its sender's last one did not
   */
  boolean heartbeat(NodeId from, Heartbeat heartbeat, Moment now) {
    pulses.heard(from, heartbeat);
    return hear(from, heartbeat, now);
  }

  /** A heartbeat came in short; else as {@link #heartbeat}. */
  boolean pulse(NodeId from, Pulse pulse, Moment now) {
    Heartbeat whole = pulses.whole(from, pulse);
    if (whole == null) {
      if (pulses.lacks(from, pulse)) {
        post.to(from, new Unheard(pulse.base()), now);
      }
      return false;
    }
    return hear(from, whole, now);
  }

  /** A heartbeat of ours did not reach someone: the next one leaves at once, and whole. */
  boolean unheard(Unheard word, Moment now) {
    boolean again = pulses.unheard(word, now);
    answers |= again;
    return again;
  }

  private boolean hear(NodeId from, Heartbeat whole, Moment now) {
    Heartbeat heartbeat = agreement.counted(whole);
    Incarnation speaker = heartbeat.card().incarnation();
    boolean gone = speaker.equals(farewells.get(from)); // a datagram that its farewell overtook
    if (!speaker.node().equals(from) || from.equals(self.id()) || gone) {
      return false;
    }
    Peer before = heard.peer(from);
    heard = heard.heartbeat(heartbeat, now);
    if (heartbeat.claim() instanceof Claim.Leading leading) {
      store.leaderHeard(heartbeat.seat(), leading.term(), now);
    }
    boolean settled = now.since(beaten).compareTo(self.heartbeat().dividedBy(2)) >= 0;
    answers |= settled && from.equals(leader()) && heartbeat.claim() instanceof Claim.Leading;
    return answers
        || before == null
        || !before.isFresh(now, patience())
        || !heartbeat.saysTheSameAs(before.heartbeat());
  }

  /** Whether what is agreed comes from a leader that is there: itself, or one that it hears. */
  boolean hearsLeader(Moment now) {
    NodeId id = leader();
    Peer leader = id == null ? null : heard.peer(id);
    return leader != null
        && leader.isFresh(now, patience())
        && leader.heartbeat().claim() instanceof Claim.Leading;
  }

  /** Whether that leader has a quorum: what another one holds for agreed may be of the past. */
  boolean followsQuorum(Moment now) {
    NodeId id = leader();
    Peer leader = id == null ? null : heard.peer(id);
    return hearsLeader(now)
        && leader != null
        && leader.heartbeat().claim() instanceof Claim.Leading leading
        && leading.quorate();
  }

  void report(NodeId from, Report report, Moment now) {
    heard = heard.report(from, report, now);
  }

  void farewell(NodeId from, Farewell farewell, Moment now) {
    agreement.farewell(from, farewell.successor(), now);
    office.takeOver(heard, now);
    Peer peer = heard.peer(from);
    if (peer != null) {
      farewells.put(from, peer.card().incarnation());
    }
    heard = heard.without(from);
  }

  /** What a daemon sealed in advance, and its guard sent. */
  void ticket(NodeId from, Message.InAdvance word, Moment now) {
    switch (word) {
      case Message.OfEpoch e -> {
        keptWords.keep(e, leader(), now);
        leases.became(this, from, e, now);
      }
      case Message.Gone g -> gone(g.holder(), now);
    }
  }

  /**
   * As if it had said farewell and could name no successor, but that it stays known: a person should see
   * that it is not heard. What it holds is not freed by this. Said again, or of a run that is over since
   * long, it is no news.
   */
  private void gone(Incarnation run, Moment now) {
    NodeId node = run.node();
    if (heard.peer(run) == null || isGone(node) || node.equals(self.id())) {
      return;
    }
    diary.info("the daemon of " + heard.nameOf(node) + " is gone: its guard says so");
    farewells.put(node, run);
    heard = heard.silenced(node, now, patience());
    agreement.gone(node, heard, now);
    office.takeOver(heard, now);
    answers = true; // the others shall know at once whom this node hears and follows
  }

  /** Whether the run that was heard last is over: what comes of it yet was under way when it ended. */
  boolean isGone(NodeId node) {
    Peer peer = heard.peer(node);
    return peer != null && peer.card().incarnation().equals(farewells.get(node));
  }

  /** Everything that follows from what was heard and from the time. */
  void step(Moment now, Report own) {
    hearSelf(now, own);
    store.step(heard, now);
    agreement.step(heard, now);
    office.takeOver(heard, now);
    office.follow(now);
    keptWords.step(this, now);
    NodeId leader = leader();
    if (leads()) {
      office.decide(this::situation, now);
      leases.repeat(this, now);
    } else if (leader != null && hearsLeader(now)) {
      Peer peer = heard.peer(leader);
      office.copy(peer == null ? null : peer.heartbeat().agreed());
    }
    boolean news = !claim(now).equals(claimed) || agreed().revision() != revisionSent;
    if (news || answers || !now.isBefore(beaten.plus(pause(now)))) {
      beat(now);
    }
  }

  /** Says farewell; as a leader to a successor, with the last state before it. */
  void leave(Moment now) {
    if (leads()) {
      beat(now);
    }
    post.toOthers(new Farewell(agreement.successor(heard, now)), now);
  }

  /** See {@link Agreement#mayLeave}. */
  boolean mayLeave(Moment now) {
    return agreement.mayLeave(now);
  }

  /** See {@link Office#commit}. */
  void commit(Change change, Moment now) {
    office.commit(change, now);
  }

  /** See {@link Office#commitOnce}. */
  boolean commitOnce(Change change, Moment now) {
    return office.commitOnce(change, now);
  }

  /** See {@link Office#note}. */
  void note(Leadership next) {
    office.note(next);
  }

  private boolean leads() {
    return office.leadership() != null;
  }

  /** Whether a heartbeat left in this very event: what is due soon may as well leave with it. */
  boolean beats(Moment now) {
    return beaten.equals(now);
  }

  Moment nextWake(Moment now) {
    Moment next = beaten.min(agreement.stepped()).plus(pause(now));
    Moment retry = leases.nextRetry();
    next = retry != null && retry.isBefore(next) ? retry : next;
    Leadership ruling = office.leadership();
    return ruling == null ? next : nextLapse(ruling, next, now);
  }

  /**
   * How long until the next heartbeat, if nothing calls for one before. A follower answers its leader's
   * and waits a little longer by itself: so a node wakes once in a heartbeat for all that is to be
   * heard and said, not once for each of it. Most of what a quiet daemon costs is to come back to code
   * and data that the caches have forgotten: measured, a third of the CPU time at rest.
   */
  private Duration pause(Moment now) {
    long nanos = self.heartbeat().toNanos();
    return Duration.ofNanos(!leads() && hearsLeader(now) ? nanos * 5 / 4 : nanos);
  }

  private Moment nextLapse(Leadership term, Moment next, Moment now) {
    Moment earliest = next;
    for (var entry : agreed().groups().entrySet()) {
      GroupState state = entry.getValue();
      if (state.holder() != null) {
        Moment lapse = Elector.earliestLapse(situation(term, now), entry.getKey());
        boolean ahead = now.isBefore(lapse) && lapse.isBefore(earliest);
        earliest = ahead ? lapse : earliest;
      }
    }
    return earliest;
  }

  private void hearSelf(Moment now, Report own) {
    heard = heard.heartbeat(compose(now), now).report(self.id(), own, now);
  }

  private void beat(Moment now) {
    pulse++;
    Leadership ruling = office.leadership();
    if (ruling != null) {
      office.note(ruling.pulsed(pulse, now, self.electorWait()));
    }
    Heartbeat heartbeat = compose(now);
    heard = heard.heartbeat(heartbeat, now).forgetSilent(now);
    say(pulses.words(heartbeat, now), now);
    store.beat(heard, now);
    pulses.forgetAllBut(heard.peers().keySet());
    beaten = now;
    answers = false;
    claimed = heartbeat.claim();
    revisionSent = agreed().revision();
  }

  /**
   * While all is as before a follower tells the other followers so only every other time: what they need
   * of it is that it is there (patience) and hears the leader (vouching), and both outlast two
   * heartbeats. Not while anyone of them fails to hear the leader: then each word that it lives counts.
   * What this saves stands in docs/performance.md.
   */
  private void say(Message words, Moment now) {
    NodeId leader = leader();
    boolean follows = words instanceof Pulse && !leads();
    discreet = follows && !discreet && leader != null && heard.allHear(leader, now, patience());
    if (discreet && leader != null) {
      post.to(leader, words, now);
    } else {
      post.toOthers(words, now);
    }
  }

  private Heartbeat compose(Moment now) {
    return new Heartbeat(
        self.card(now),
        claim(now),
        self.isElector() ? agreed() : null,
        self.isElector() ? leases.promises(now) : List.of(),
        self.isElector() ? leases.mute(now) : Duration.ZERO,
        hears(now),
        pulse,
        echo(),
        store.seat());
  }

  private long echo() {
    NodeId leader = leader();
    if (leader == null || leader.equals(self.id())) {
      return leader == null ? 0 : pulse;
    }
    Peer peer = heard.peer(leader);
    return peer == null ? 0 : peer.heartbeat().pulse();
  }

  private Duration patience() {
    return self.patience();
  }

  private List<NodeId> hears(Moment now) {
    return heard.electorsThatAreHeard(now, self.heartbeat(), leads());
  }
}
