package dev.koi.node.daemon;

import dev.koi.core.agreed.Agreed;
import dev.koi.core.agreed.Holder;
import dev.koi.core.agreed.Wish;
import dev.koi.core.heard.Peer;
import dev.koi.core.lease.RunnerLease;
import dev.koi.core.message.GroupReport;
import dev.koi.core.message.Message.Lease;
import dev.koi.core.message.Message.Released;
import dev.koi.core.message.Message.Revoked;
import dev.koi.core.name.Epoch;
import dev.koi.core.name.GroupName;
import dev.koi.core.name.NodeId;
import dev.koi.core.name.NodeName;
import dev.koi.core.runner.Goal;
import dev.koi.core.runner.GroupRunner;
import dev.koi.core.runner.RunnerAction;
import dev.koi.core.runner.RunnerInput;
import dev.koi.core.runner.RunnerState;
import dev.koi.core.runner.RunnerStep;
import dev.koi.core.tenure.GiveUp;
import dev.koi.core.tenure.Tenure;
import dev.koi.core.time.Moment;
import dev.koi.node.port.Event;
import dev.koi.node.port.GuardWord;
import dev.koi.node.port.Scripts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The runner of the flat services folder: takes what the leader grants, keeps the lease, moves the
 * services towards what it allows, and gives it up when they have demoted.
 */
final class RunnerSide {

  private static final GroupName GROUP = GroupName.DEFAULT;
  private static final Duration WORD_PATIENCE = Duration.ofSeconds(1);

  private final Self self;
  private final Renewing renewing;
  private final Memory memory;
  private final Scripts scripts;
  private final Diary diary;
  private GroupRunner runner;
  private final SelfReport selfReport;
  private final GuardSide guards;
  private @Nullable Released earlierRun;
  private final boolean unclean;

  private RunnerState services = RunnerState.begin();
  private boolean seenLeader;
  private Wish wish = Wish.NONE;
  private @Nullable NodeName master;
  private @Nullable String stopping;
  private Moment running;

  /**
   * A runner that has not begun.
   *
   * @param before how the run before ended
   */
  RunnerSide(Self self, Gear gear, Memory memory, Sealed sealed, Before before) {
    this.self = self;
    this.memory = memory;
    this.scripts = gear.ports().scripts();
    this.diary = gear.diary();
    this.renewing = new Renewing(self, gear, memory, GROUP);
    this.runner = new GroupRunner(GroupSettings.of(self));
    this.selfReport = new SelfReport(self, GROUP, gear.ports().clock());
    this.guards = new GuardSide(self, gear, sealed, GROUP);
    this.unclean = before.unclean();
    this.earlierRun = before.held();
    this.running = self.began();
  }

  /**
   * How the run before ended.
   *
   * @param unclean whether it did not end in good order
   * @param held what it held then, null if nothing
   */
  record Before(boolean unclean, @Nullable Released held) {}

  /** Scripts that run keep the times that they began with. */
  void reconfigured() {
    runner = new GroupRunner(GroupSettings.of(self));
  }

  /** Before the first services are found: what an unclean run left behind comes first (R7). */
  void begin(Moment now) {
    if (unclean) {
      feed(new RunnerInput.Clean(), now);
    }
  }

  /**
   * The leader's word.
   *
   * @param quorate whether the leader has a quorum; only then it can know whether maintenance is over
   */
  void told(Agreed agreed, Function<NodeId, NodeName> names, boolean quorate, Moment now) {
    if (!quorate && agreed.revision() == 0) {
      return; // it knows nothing: perhaps this very node is to stay stopped
    }
    Holder holder = agreed.group(GROUP).holder();
    master = holder == null ? null : names.apply(holder.node());
    memory.markMaintained(quorate ? agreed.maintenance() : memory.isMaintained());
    if (self.isRunner()) {
      obey(agreed.wish(self.id()), now);
      Tenure tenure = memory.tenure(GROUP);
      boolean free =
          goesDown() == null
              && services.releasable()
              && services.ready()
              && guards.isAble(now)
              && memory.failure() == null;
      Tenure armed = memory.isMaintained() ? tenure : tenure.rearm(now);
      keep(armed.told(agreed.group(GROUP), free, now));
    }
    seenLeader = true;
  }

  private void obey(Wish next, Moment now) {
    boolean recovers = next.recoveries() > wish.recoveries() && seenLeader;
    wish = next;
    if (recovers) {
      guards.recover();
      feed(new RunnerInput.Recover(), now);
    }
  }

  /**
   * A lease was answered.
   *
   * @return whether something may begin because of it; that of a settled master only goes on
   */
  boolean lease(Lease lease, Moment now) {
    Tenure tenure = memory.tenure(lease.group());
    RunnerLease held = tenure.lease();
    boolean mine = lease.holder().equals(self.incarnation());
    if (held != null && mine && held.epoch().equals(lease.epoch())) {
      Duration took = held.roundTrip(lease.nonce(), now);
      renewing.took(took);
      Tenure answered = tenure.withLease(held.answered(lease.nonce()));
      keep(lease.pinned() && took != null && !held.ended() ? answered.disarm() : answered);
      RunnerLease renewed = answered.lease();
      if (renewed != null) {
        guards.renewed(renewed);
      }
    }
    return !services.isMaster();
  }

  void revoked(Revoked word) {
    Tenure before = memory.tenure(word.group());
    Tenure after = before.revoked(word);
    if (before.givingUp() != after.givingUp()) {
      diary.warn(
          word.group() + ": epoch " + word.epoch() + " revoked, " + word.current() + " is in force");
    }
    keep(after);
  }

  void stop(String why) {
    stopping = why;
  }

  void feed(RunnerInput input, Moment now) {
    RunnerStep step = runner.step(services, input, goal(now), now);
    services = step.state();
    step.reasons().forEach(diary::note);
    step.actions().forEach(action -> act(action, now));
  }

  /** A guard says something about what this node holds. */
  void word(GuardWord word, Moment now) {
    Boolean confirmed = guards.word(word);
    if (confirmed != null) {
      feed(new RunnerInput.TakenDown(confirmed), now);
    }
  }

  /** Whether a process is left of what promote began. */
  void left(Event.Left answer) {
    guards.left(answer);
  }

  /** R4: after a gap of more than I nothing that promotes begins before a fresh nonce is answered. */
  void noteGap(Moment now) {
    Tenure tenure = memory.tenure(GROUP);
    RunnerLease lease = tenure.lease();
    if (lease != null && now.heldSince(running).compareTo(lease.timing().renew()) > 0) {
      memory.put(tenure.withLease(lease.afterGap(now)));
    }
    running = now;
  }

  /**
   * Everything that follows from the time and from what was told.
   *
   * @param early a heartbeat leaves just now: a RENEW that is due before the next one goes with it
   */
  void step(Moment now, @Nullable NodeId leader, List<Peer> electors, boolean early) {
    if (!self.isRunner()) {
      return;
    }
    Tenure tenure = memory.tenure(GROUP).tick(now);
    Tenure.Standing before = tenure.standing(now);
    keep(givesUp(tenure, before, now));
    Moment wake = services.nextWake(now);
    if (!goal(now).equals(services.goal()) || (wake != null && !now.isBefore(wake))) {
      feed(new RunnerInput.Tick(), now);
    }
    guards.step(memory.tenure(GROUP), services, runner, now);
    release(now);
    renewing.renew(new Renewing.Occasion(leader, electors, early, guards::backs), now);
    renewing.tellWord(electors, now);
  }

  /** Whether a clean stop is over: all is down and the leader knows. */
  boolean isDone() {
    Tenure tenure = memory.tenure(GROUP);
    boolean free = tenure.lease() == null && tenure.offer() == null && tenure.word() == null;
    boolean resting = services.goal() instanceof Goal.Rest; // then nothing will ever be taken down
    return !self.isRunner() || resting || (services.idle() && services.releasable() && free);
  }

  /** Whether everything is down, though a demotion may be unconfirmed. */
  boolean isIdle() {
    return !self.isRunner() || services.idle();
  }

  /** Whether the guards have nothing to end. */
  boolean isUnguarded() {
    return guards.isFree();
  }

  boolean isClean() {
    return !self.isRunner() || services.releasable();
  }

  /** How this node's services are, as the electors are told. */
  List<GroupReport> report(Moment now) {
    boolean able = stopping == null && memory.failure() == null && guards.isAble(now);
    return selfReport.of(services, memory.tenure(GROUP), able, now);
  }

  /** Whether leftovers of an unclean run are still being cleaned up: nothing is reported until then. */
  boolean isCleaning() {
    return services.cleaning();
  }

  /** The epoch of which a LEASE was got and which is still held; null if none. */
  @Nullable Epoch answered() {
    RunnerLease lease = memory.tenure(GROUP).lease();
    return lease != null && lease.answered() != null ? lease.epoch() : null;
  }

  Moment nextWake(Moment now, Moment atLatest) {
    Tenure tenure = memory.tenure(GROUP);
    RunnerLease lease = tenure.lease();
    Moment next = earlier(atLatest, services.nextWake(now));
    if (lease != null) {
      next = earlier(next, lease.deadline(now));
    }
    if (awaitsWord(now)) {
      next = earlier(next, self.began().plus(WORD_PATIENCE));
    }
    next = earlier(next, guards.nextWake());
    return renewing.nextWake(next);
  }

  private static Moment earlier(Moment a, @Nullable Moment b) {
    return b == null ? a : a.min(b);
  }

  private Goal goal(Moment now) {
    return new Aim(memory.tenure(GROUP), services, guards, word(now)).goal(now);
  }

  private Aim.Word word(Moment now) {
    return new Aim.Word(memory.isMaintained(), awaitsWord(now), goesDown(), seenLeader);
  }

  /** Why the services shall be down whatever the leader says of the group, null if they need not. */
  private @Nullable String goesDown() {
    return stopping == null && wish.stopped() ? "koi stop" : stopping;
  }

  /**
   * After an unclean end what was left is demoted and stopped first (R7), but not in maintenance, which
   * may have begun while this daemon was down. So it listens for a leader before, for a moment: nobody
   * is promoted elsewhere because of what is left here, whatever it costs.
   */
  private boolean awaitsWord(Moment now) {
    return unclean && !seenLeader && now.since(self.began()).compareTo(WORD_PATIENCE) < 0;
  }

  private Tenure givesUp(Tenure tenure, Tenure.Standing standing, Moment now) {
    RunnerLease lease = tenure.lease();
    if (lease == null || standing == Tenure.Standing.AT_REST) {
      return tenure;
    }
    if (services.unconfirmed()) {
      // The guards cut for it. As long as nothing proves that it is demoted only time frees the group: no
      // RENEW leaves any more.
      return tenure.withLease(lease.end()).giveUp(GiveUp.UNFIT);
    }
    if (guards.ends(lease.epoch())) {
      return tenure.withLease(lease.end()).giveUp(GiveUp.LAPSED);
    }
    if (goesDown() != null) {
      return tenure.giveUp(GiveUp.STOPPING);
    }
    boolean surrendered = lease.epoch().equals(services.surrendered());
    boolean cannotBegin =
        standing == Tenure.Standing.MASTER && !services.anythingPromoted() && !services.ready();
    boolean abandoned = guards.isAbandoned(lease, now);
    boolean unfit = services.failed() || surrendered || cannotBegin || abandoned;
    return unfit ? tenure.giveUp(GiveUp.UNFIT) : tenure;
  }

  /** R5: only a confirmed demotion makes an epoch dead; its word goes out when that is on disk. */
  private void release(Moment now) {
    Tenure tenure = memory.tenure(GROUP);
    RunnerLease lease = tenure.lease();
    if (lease != null
        && !lease.isDisarmed()
        && tenure.givingUp() != null
        && services.releasable()
        && guards.isFree()) {
      // R1: who cannot write it down releases nothing; then the lease runs out instead.
      keep(memory.failure() == null ? tenure.release() : tenure.withLease(lease.end()));
    }
    buryEarlierRun(now);
  }

  /** R7: once the leftovers of the run before are demoted, the epoch that it held is dead. */
  private void buryEarlierRun(Moment now) {
    if (earlierRun == null || services.cleaning() || !services.releasable()) {
      return;
    }
    Tenure tenure = memory.tenure(GROUP);
    if (earlierRun.epoch().isAfter(tenure.marks().dead())) {
      keep(tenure.buryEarlierRun());
    } else if (!earlierRun.epoch().isAfter(tenure.durable().dead())) {
      keep(tenure.tellForEarlierRun(earlierRun, self.electorWait(), now));
      earlierRun = null;
    }
  }

  private void act(RunnerAction action, Moment now) {
    switch (action) {
      case RunnerAction.Launch l -> {
        String label = l.service() + " " + l.action().word();
        Map<String, String> environment = new TreeMap<>(l.environment());
        environment.put("KOI_MASTER", master == null ? "" : master.text());
        environment.put("KOI_LEASE_MS", Long.toString(leaseMillis(now)));
        scripts.launch(
            new Scripts.Launch(
                l.id(),
                l.command(),
                l.folder(),
                environment,
                label,
                guards.place(l.action(), memory.tenure(GROUP))));
      }
      case RunnerAction.Terminate t -> scripts.terminate(t.id());
      case RunnerAction.Kill k -> scripts.kill(k.ids());
      case RunnerAction.Survey s -> scripts.survey(s.ids(), s.ticket());
    }
  }

  /** Until Lsoft, unless the lease is renewed before; 0 without one. */
  private long leaseMillis(Moment now) {
    RunnerLease lease = memory.tenure(GROUP).lease();
    Moment deadline = lease == null ? null : lease.deadline(now);
    return deadline == null || lease == null || lease.stage(now) != RunnerLease.Stage.LIVE
        ? 0
        : Math.max(0, deadline.since(now).toMillis());
  }

  private void keep(Tenure tenure) {
    if (tenure.offer() != null) {
      memory.markThisRun();
    }
    memory.put(tenure);
  }
}
