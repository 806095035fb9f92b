package dev.koi.node.daemon;

import dev.koi.core.agreed.DurableState;
import dev.koi.core.heard.Heard;
import dev.koi.core.heard.Peer;
import dev.koi.core.lease.PromiseBook;
import dev.koi.core.message.Message;
import dev.koi.core.name.Incarnation;
import dev.koi.core.name.NodeId;
import dev.koi.core.runner.RunnerInput;
import dev.koi.core.time.Moment;
import dev.koi.node.links.Delivery;
import dev.koi.node.links.Inbound;
import dev.koi.node.links.LinkSettings;
import dev.koi.node.links.Links;
import dev.koi.node.links.Question;
import dev.koi.node.port.Event;
import dev.koi.node.port.Handler;
import dev.koi.node.port.Ports;
import dev.koi.node.port.Reread;
import dev.koi.wire.api.Response;
import dev.koi.wire.datagram.MalformedMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node of the cluster: hands each event to whom it concerns, then lets both sides draw their
 * conclusions, then saves what must be saved. One thread calls it; it never waits.
 */
public final class Daemon implements Handler {

  /** Turns in one event; the rest waits for the next one, at most a heartbeat away. */
  private static final int MOST_TURNS = 8;

  private final Ports ports;
  private final Diary diary;
  private final Self self;
  private final Links links;
  private final Post post;
  private final Memory memory;
  private final StoreSide store;
  private final Leases leases;
  private final ElectionSide election;
  private final RunnerSide runner;
  private final Watchmen watchmen;
  private final Reporting reporting;
  private final Neighbourhood neighbourhood;
  private final Reloading reloading;
  private final FromAfar fromAfar;
  private final Counter counter;
  private final Mail mail;

  private final Departure departure;
  private boolean begun;
  private boolean failed;

  /**
   * Begins with what an earlier run left on disk.
   *
   * @throws IOException if the state cannot be read, or is damaged
   */
  public Daemon(Settings settings, Ports ports) throws IOException {
    this.ports = ports;
    Moment now = ports.clock().now();
    DurableState loaded = EarlierRun.load(settings, ports);
    Incarnation me =
        new Incarnation(new NodeId(loaded.nodeId()), settings.boot(), ports.entropy().draw());
    this.self = new Self(settings, me, now);
    this.links =
        new Links(
            new LinkSettings(
                settings.configuration().cluster().id(),
                self.id(),
                settings.transport().addresses()),
            settings.keys(),
            ports.entropy());
    this.post = new Post(self.id(), links, ports.datagrams());
    this.diary = new Diary(ports.journal(), this::heard);
    Gear gear = new Gear(ports, post, diary);
    this.memory = new Memory(ports.disk(), me, loaded);
    if (settings.configuration().node().maintenance() && !settings.again()) {
      memory.markMaintained(true); // until a leader says otherwise
    }
    Duration mute = EarlierRun.mute(loaded, self.electorWait());
    PromiseBook book = PromiseBook.open(now, mute, loaded.highest(), loaded.pins());
    Rule rule = Rule.of(self, gear, memory, book);
    this.store = rule.store();
    this.leases = rule.leases();
    this.election = new ElectionSide(self, gear, links, memory, rule);
    Sealed sealed = new Sealed(election.lastWords(), me);
    this.watchmen = new Watchmen(self, gear, sealed);
    RunnerSide.Before before = new RunnerSide.Before(!loaded.clean(), EarlierRun.held(loaded));
    this.runner = new RunnerSide(self, gear, memory, sealed, before);
    this.reporting = new Reporting(self, post);
    this.neighbourhood =
        new Neighbourhood(settings.transport().hosts(), ports.names(), links, diary);
    this.reloading = new Reloading(self, gear);
    this.fromAfar = new FromAfar(links, gear);
    this.departure = new Departure(self, diary, memory, election, runner);
    Cluster cluster = new Cluster(self, election, store, runner, watchmen, links, neighbourhood, memory);
    this.counter = new Counter(self, gear, fromAfar, cluster, reloading);
    this.mail =
        new Mail(self, post, rule, new Mail.Sides(election, runner, reporting, counter));
  }

  /** Takes up its state. It speaks to no one before that is on disk. */
  public void start() {
    memory.markClean(false);
    memory.flush(ports.clock().now());
  }

  @Override
  public void handle(Event event, boolean more) {
    Moment now = ports.clock().now();
    runner.noteGap(now); // before anything is drawn from the event (SAFETY R4)
    boolean news = concern(event, now);
    // People who ask at once are one proposal, one write to each disk and one letter to each member.
    news |= more ? mail.toSelf(now) : settle(now);
    neighbourhood.step(now);
    post.send(links.tick(now));
    if (news && begun && !departure.hasEnded()) {
      if (!departure.hasLeft()) {
        conclude(now);
        settle(now);
      }
      departure.step(counter, now);
      if (departure.hasEnded() && runner.isUnguarded()) {
        watchmen.dismiss();
      }
    }
    memory.flush(now);
  }

  @Override
  public Moment nextWake() {
    Moment now = ports.clock().now();
    if (!begun || departure.hasLeft()) {
      return now.plus(Duration.ofSeconds(1)); // it waits for its disk alone
    }
    Moment next = election.nextWake(now);
    Moment due = store.nextWake();
    next = due == null ? next : next.min(due);
    next = runner.nextWake(now, next);
    next = links.nextWake(now).min(next);
    return counter.nextWake(now, next);
  }

  @Override
  public boolean hasEnded() {
    return departure.hasEnded() || failed;
  }

  /** Whether its state is on disk, so that it has begun to speak. */
  public boolean hasBegun() {
    return begun;
  }

  /** Whether it ended because it could not begin. */
  public boolean hasFailed() {
    return failed;
  }

  /** What shall begin in its place now that it has ended; null: nothing. */
  public @Nullable Restart restart() {
    return reloading.restart();
  }

  /** Before it starts: what those are told who asked the one before this. */
  public void owes(List<Owed> owed, Response answer) {
    owed.forEach(o -> counter.owes(o, answer));
  }

  /** What it believes now. */
  public Inspection inspect() {
    return Inspection.of(self, election, runner, ports.clock().now());
  }

  /**
   * Hands an event to whom it concerns.
   *
   * @return whether it may change what is decided. Nine of ten datagrams of a settled cluster do not,
   *     and what follows from time alone follows with the next tick, at most a heartbeat away
   */
  private boolean concern(Event event, Moment now) {
    boolean news = true;
    switch (event) {
      case Event.Tick _ -> {}
      case Event.Arrived a -> {
        Inbound inbound = links.receive(a.from(), a.datagram(), now);
        post.send(inbound.replies());
        news = false;
        for (Delivery delivery : inbound.deliveries()) {
          news |= begun && mail.delivered(delivery, now);
        }
        for (Delivery ticket : inbound.tickets()) {
          news |= begun && mail.ticket(ticket, now);
        }
        for (Question question : inbound.questions()) {
          news |= ask(question, now);
        }
      }
      case Event.Saved s -> {
        memory.saved(s.ticket(), now);
        begin(now);
      }
      case Event.SaveFailed f -> saveFailed(f);
      case Event.Kept k -> news = store.kept(k.word(), now);
      case Event.Ended e -> runner.feed(new RunnerInput.Ended(e.launch(), e.report()), now);
      case Event.Surveyed s -> runner.feed(new RunnerInput.Surveyed(s.ticket(), s.alive()), now);
      case Event.Guarded g -> {
        watchmen.word(g.word());
        runner.word(g.word(), now);
      }
      case Event.Left l -> runner.left(l);
      case Event.Found f -> {
        f.complaints().forEach(diary::warn);
        runner.feed(new RunnerInput.Found(f.services()), now);
      }
      case Event.Resolved r -> neighbourhood.resolved(r);
      case Event.Joined j -> neighbourhood.joined(j);
      case Event.Asked a -> news = counter.asked(a.connection(), a.request(), now);
      case Event.HungUp h -> counter.hungUp(h.connection());
      case Event.LauncherLost l -> diary.error(l.why());
      case Event.Reload r -> reloading.signalled(r.why());
      case Event.Reread r -> reread(r, now);
      case Event.Stop s -> {
        reloading.giveUp();
        departure.begin(s.why(), now);
      }
    }
    return news;
  }

  private void reread(Event.Reread event, Moment now) {
    Reread.Fresh fresh = reloading.reread(event);
    if (fresh != null) {
      runner.reconfigured();
      links.keys(fresh.keys());
      ports.files().taken(fresh);
    }
    if (reloading.restart() != null) {
      departure.begin("the configuration has changed: the inside begins anew", now);
    }
  }

  private void saveFailed(Event.SaveFailed failure) {
    memory.failed(failure.ticket(), failure.why());
    diary.error("the state cannot be saved, so no epoch is taken here: " + failure.why());
    failed = !begun; // it has said and done nothing yet: better not to begin than half
  }

  private void begin(Moment now) {
    if (!begun) {
      begun = true;
      runner.begin(now);
      diary.info(self.settings().name() + " begins, node " + self.id());
    }
  }

  private boolean ask(Question question, Moment now) {
    if (!begun || departure.hasLeft()) {
      return false;
    }
    try {
      fromAfar.asked(counter, question, now);
      return true;
    } catch (MalformedMessage e) {
      reporting.malformed(question.caller(), e);
      return false;
    }
  }

  /**
   * Both sides draw their conclusions, and again while one's change the other's: a release, the next
   * grant and its first RENEW on one node are one event, not three heartbeats.
   */
  private void conclude(Moment now) {
    Marker before;
    int turns = 0;
    do {
      before = marker();
      settle(now);
      Message.Report own = reporting.current(runner, now);
      leases.reported(self.id(), own);
      election.step(now, own);
      if (election.hearsLeader(now)) {
        boolean quorate = election.followsQuorum(now);
        runner.told(election.agreed(), election.heard()::nameOf, quorate, now);
      }
      runner.step(now, election.leader(), electors(now), election.beats(now));
      reporting.current(runner, now);
    } while (!marker().equals(before) && ++turns < MOST_TURNS);
    reporting.send(electors(now), self.heartbeat(), now);
    watchmen.step();
    counter.step(now);
  }

  private Marker marker() {
    return new Marker(election.agreed().revision(), reporting.sequence(), post.hasMailForSelf());
  }

  /** The store takes up what was asked of it, and each side what the other says to it. */
  private boolean settle(Moment now) {
    boolean news = begun && !departure.hasEnded() && store.flush(now);
    news |= mail.toSelf(now);
    return news;
  }

  private List<Peer> electors(Moment now) {
    return heard().freshElectors(now, self.patience());
  }

  private Heard heard() {
    return election.heard();
  }
}
