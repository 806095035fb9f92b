package dev.koi.node.daemon;

import dev.koi.core.guard.Demand;
import dev.koi.core.guard.Guarding;
import dev.koi.core.guard.Wish;
import dev.koi.core.lease.RunnerLease;
import dev.koi.core.message.Action;
import dev.koi.core.name.Epoch;
import dev.koi.core.name.GroupName;
import dev.koi.core.runner.Duty;
import dev.koi.core.runner.GroupRunner;
import dev.koi.core.runner.RunnerState;
import dev.koi.core.tenure.GiveUp;
import dev.koi.core.tenure.Tenure;
import dev.koi.core.time.Moment;
import dev.koi.node.port.Event;
import dev.koi.node.port.GuardWord;
import dev.koi.node.port.Guards;
import dev.koi.node.port.Scripts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The guards of one group as the runner's side sees them. Without guards ({@code node.guard off}) it says
 * yes to everything: then a daemon that dies leaves its services as they are.
 */
final class GuardSide {

  private final Self self;
  private final Diary diary;
  private final Scripts scripts;
  private final Sealed sealed;
  private final GroupName group;
  private final @Nullable Guards guards;

  private Guarding guarding;
  private @Nullable Handed handed;
  private long sweeps;

  /** What was handed over last. */
  private record Handed(RunnerState services, long sealing) {}

  GuardSide(Self self, Gear gear, Sealed sealed, GroupName group) {
    this.self = self;
    this.diary = gear.diary();
    this.scripts = gear.ports().scripts();
    this.guards = gear.ports().guards();
    this.sealed = sealed;
    this.group = group;
    this.guarding = Guarding.begin(ended(guards, group));
  }

  /** By the guards of the run before. */
  private static Epoch ended(@Nullable Guards guards, GroupName group) {
    Epoch latest = Epoch.NONE;
    for (Guards.Earlier earlier : guards == null ? List.<Guards.Earlier>of() : guards.earlier()) {
      latest = earlier.group().equals(group) ? latest.max(earlier.latch()) : latest;
    }
    return latest;
  }

  // What is asked.

  /** Whether this node may take an epoch, as far as its guards go. */
  boolean isAble(Moment now) {
    return guards == null || (guarding.isFree() && guards.watch(now).complete());
  }

  /** Whether something may be promoted under this epoch (SAFETY R3, G1). */
  boolean holds(Epoch epoch, Moment now) {
    return guards == null || (guarding.holds(epoch) && guards.watch(now).complete());
  }

  /** Whether a RENEW may say that the deadlines hold: after maintenance not before they do (SAFETY M3). */
  boolean backs(RunnerLease lease) {
    boolean rearmed = lease.arming() > 0 && !lease.isDisarmed();
    return guards == null || !rearmed || guarding.holds(lease.epoch());
  }

  /** Whether a release may be written down: no guard acts for it any more. */
  boolean isFree() {
    return guarding.isFree();
  }

  /** Why the daemon keeps its hands off, null if it need not. */
  @Nullable String handsOff() {
    return guarding.isTheirs() ? "epoch " + guarding.epoch() + " is theirs to end" : null;
  }

  /**
   * Whether they end this epoch at Lhard: it is with them, and one of them has just beaten. Else the daemon
   * does, for guards that stand still end nothing; that they beat every K/8 tells it within K/4.
   */
  boolean willEnd(RunnerLease lease, Moment now) {
    Duration patience = lease.timing().budget().dividedBy(4);
    return guards != null
        && guarding.isHandedOver()
        && guards.watch(now).silent().compareTo(patience) <= 0;
  }

  /** Whether they are ending this epoch, or have: what is left of it is to be given up. */
  boolean ends(Epoch epoch) {
    return guarding.epoch().equals(epoch)
        && (guarding.isTheirs() || guarding.stage() == Guarding.Stage.CONFIRMED);
  }

  /** Whether nobody guards what is promoted: both are silent for K (SAFETY G1). */
  boolean isAbandoned(RunnerLease lease, Moment now) {
    return guards != null
        && guarding.isHandedOver()
        && guards.watch(now).silent().compareTo(lease.timing().budget()) > 0;
  }

  /** In which tree a script runs; null: in none. */
  Scripts.@Nullable Place place(Action action, Tenure tenure) {
    if (guards == null) {
      return null;
    }
    RunnerLease lease = tenure.lease();
    Epoch held = lease == null ? tenure.marks().dead().next() : lease.epoch();
    return action == Action.PROMOTE
        ? new Scripts.Place(group, Scripts.Tree.PROMOTED, held)
        : new Scripts.Place(group, Scripts.Tree.BASE, held.max(guarding.ended().next()));
  }

  // What happens.

  /** A LEASE was answered. */
  void renewed(RunnerLease lease) {
    Moment answered = lease.answered();
    if (guards != null && answered != null) {
      guards.renewed(group, lease.epoch(), answered);
    }
  }

  /**
   * A guard says something about this group.
   *
   * @return whether the epoch that it ended is demoted for certain; null: it has not ended, or not just now
   */
  @Nullable Boolean word(GuardWord word) {
    Guarding before = guarding;
    guarding =
        switch (word) {
          case GuardWord.Armed w -> guarding.armed(w.guard(), w.epoch());
          case GuardWord.Refused w -> guarding.refused(w.guard(), w.epoch(), w.why());
          case GuardWord.Disarmed w -> guarding.disarmed(w.guard(), w.epoch());
          case GuardWord.Entered w -> guarding.entered(w.epoch(), w.phase());
          case GuardWord.Lost w -> guarding.lost(w.guard());
          case GuardWord.Hello _, GuardWord.Said _ -> guarding;
        };
    tell(before);
    if (guarding.stage() == before.stage()) {
      return null;
    }
    return switch (guarding.stage()) {
      case CONFIRMED -> true;
      case UNCONFIRMED -> false;
      case FREE, ARMED, SWEEPING, FREEING, ENDING -> null;
    };
  }

  private void tell(Guarding before) {
    String refusal = guarding.refusal();
    if (refusal != null && !refusal.equals(before.refusal())) {
      diary.warn(group + ": a guard does not take epoch " + guarding.epoch() + ": " + refusal);
    }
    if (guarding.stage() == before.stage()) {
      return;
    }
    switch (guarding.stage()) {
      case CONFIRMED -> diary.info(group + ": the guards have demoted it for certain");
      case UNCONFIRMED ->
          diary.error(group + ": the guards could not demote it for certain; they try again");
      case FREE, ARMED, SWEEPING, FREEING, ENDING -> {}
    }
  }

  /** Whether the tree of promote has someone left in it. */
  void left(Event.Left answer) {
    if (answer.ticket() == sweeps && !answer.anyone()) {
      obey(guarding.isEmpty(), null);
    }
  }

  /** Everything that follows from the lease and from how the services are. */
  void step(Tenure tenure, RunnerState services, GroupRunner runner, Moment now) {
    if (guards == null) {
      return;
    }
    breach(tenure, services);
    Handed before = handed;
    boolean afresh =
        before == null
            || before.sealing() != sealed.revision()
            || !services.needsTheSameDuties(before.services());
    Wish wish = Wish.of(tenure, services.releasable(), afresh);
    RunnerLease lease = tenure.lease();
    obey(
        guarding.step(wish, now),
        lease == null ? null : () -> handover(lease, services, runner));
  }

  /** A breach, or a demotion that the daemon could not bring about: the guards cut now (SAFETY R4, R5). */
  private void breach(Tenure tenure, RunnerState services) {
    boolean revoked = tenure.givingUp() == GiveUp.REVOKED && services.anythingPromoted();
    Guarding cut = guarding.cut();
    if (guards != null && (revoked || services.unconfirmed()) && cut.stage() != guarding.stage()) {
      guarding = cut;
      guards.cut(group, guarding.epoch());
    }
  }

  /** Someone says: try again. */
  void recover() {
    if (guards != null && guarding.stage() == Guarding.Stage.UNCONFIRMED) {
      guards.recover(group, guarding.epoch());
    }
  }

  @Nullable Moment nextWake() {
    return guarding.nextWake();
  }

  private void obey(Guarding.Step step, @Nullable Supplier<Guards.Handover> what) {
    guarding = step.next();
    if (guards == null) {
      return;
    }
    switch (step.demand()) {
      case Demand.Nothing _ -> {}
      case Demand.Arm _ -> {
        if (what != null) {
          guards.arm(what.get());
        }
      }
      case Demand.Disarm disarm -> guards.disarm(group, disarm.epoch());
      case Demand.Sweep sweep ->
          scripts.left(group, sweep.epoch(), true, ++sweeps);
    }
  }

  private Guards.Handover handover(RunnerLease lease, RunnerState services, GroupRunner runner) {
    handed = new Handed(services, sealed.revision());
    Moment answered = lease.answered();
    return new Guards.Handover(
        group,
        lease.epoch(),
        lease.timing(),
        answered == null ? lease.taken() : answered,
        false,
        self.configuration().time().statusInterval(),
        new Guards.Duties(
            programs(runner.duties(services, lease.epoch())),
            sealed.released(group, lease.epoch()),
            sealed.unconfirmed(group, lease.epoch())));
  }

  private static List<Guards.Program> programs(List<Duty> duties) {
    List<Guards.Program> programs = new ArrayList<>();
    Map<String, Integer> numbers = new HashMap<>();
    for (Duty duty : duties) {
      String name = duty.service().text();
      int number = numbers.computeIfAbsent(name, _ -> numbers.size());
      programs.add(
          new Guards.Program(
              use(duty.action()),
              number,
              duty.rank(),
              duty.timeout(),
              duty.script(),
              duty.command(),
              duty.folder(),
              duty.environment()));
    }
    return programs;
  }

  private static Guards.Use use(Action action) {
    return switch (action) {
      case DEMOTE -> Guards.Use.DEMOTE;
      case STOP -> Guards.Use.STOP;
      case STATUS -> Guards.Use.STATUS;
      case START, PROMOTE, FAILED ->
          throw new IllegalArgumentException("takes nothing down: " + action.word());
    };
  }
}
