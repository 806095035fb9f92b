package dev.koi.core.runner;

import dev.koi.core.message.Action;
import dev.koi.core.name.Epoch;
import dev.koi.core.reason.RunnerReason;
import dev.koi.core.reason.RunnerReason.Why;
import dev.koi.core.time.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One step while it is being made: what is wanted, and what comes out. Lives as long as the call of
 * {@link GroupRunner#step} and is the only thing in here that changes; the values in it do not.
 */
final class Turn {

  /** More sessions than this of one service, and those without a process are sought and forgotten. */
  private static final int MANY_SESSIONS = 16;

  final RunnerSettings settings;
  final Goal goal;
  final Moment now;
  final Roster services;
  boolean found;
  boolean cleaning;
  Failures failures;
  @Nullable Epoch surrendered;

  private final List<RunnerAction> actions = new ArrayList<>();
  private final List<RunnerReason> reasons = new ArrayList<>();
  private final boolean wasCut;
  private final boolean rested;
  private final boolean wasHandedOff;
  private @Nullable Moment urgentUntil;
  private @Nullable Epoch reached;
  private long nextId;

  Turn(RunnerSettings settings, RunnerState state, Goal goal, Moment now) {
    this.settings = settings;
    this.goal = goal;
    this.now = now;
    services = new Roster(state.services());
    found = state.found();
    cleaning = state.cleaning();
    failures = state.failures();
    surrendered = state.surrendered();
    reached = state.reached();
    urgentUntil = state.urgentUntil();
    nextId = state.nextId();
    wasCut = state.goal() instanceof Goal.Cut;
    rested = state.goal() instanceof Goal.Rest;
    wasHandedOff = state.goal() instanceof Goal.HandsOff;
  }

  RunnerStep run(RunnerInput input) {
    Inputs.apply(this, input);
    hurry();
    if (goal instanceof Goal.Cut cut && !wasCut) {
      cut(cut);
    }
    reached = stays() ? reached : null;
    Patience.endWhatOverran(this);
    if (goal instanceof Goal.HandsOff away) {
      handOff(away);
    } else if (goal instanceof Goal.Rest rest) {
      Rest.enter(this, rested ? null : rest.why());
    } else {
      if (rested) {
        Rest.leave(this);
      }
      Progress.settle(this);
    }
    reached = reachedNow();
    RunnerState after = state(Patience.nextWake(this));
    return new RunnerStep(after, actions, reasons);
  }

  private RunnerState state(@Nullable Moment wake) {
    return new RunnerState(
        services.all(), found, cleaning, goal, urgentUntil, surrendered, reached, failures, nextId, wake);
  }

  private void hurry() {
    Duration bound = goal.urgency();
    if (bound == null) {
      urgentUntil = null;
      return;
    }
    if (urgentUntil != null) {
      return;
    }
    Moment until = now.plus(bound);
    urgentUntil = until;
    services.replaceAll(
        (_, s) -> {
          Running running = s.running();
          return running != null && running.action() == Action.DEMOTE
              ? s.withRunning(running.bounded(until))
              : s;
        });
  }

  private void cut(Goal.Cut cut) {
    Set<Long> all = new TreeSet<>();
    services.values().forEach(s -> all.addAll(s.sessions()));
    RunnerReason why = new RunnerReason.CutNow(cut.why());
    if (all.isEmpty()) {
      reasons.add(why);
    } else {
      emit(new RunnerAction.Kill(all, why));
    }
    services.replaceAll((_, s) -> Demotion.cut(s));
  }

  /** The guards kill what runs: nothing is left to do here, and nothing may begin. */
  private void handOff(Goal.HandsOff away) {
    if (!wasHandedOff) {
      reasons.add(new RunnerReason.HandsOff(away.why()));
    }
    services.replaceAll((_, service) -> Demotion.dropped(service));
  }

  /** Everything was promoted under this epoch, and nothing speaks against it since. */
  private @Nullable Epoch reachedNow() {
    if (goal instanceof Goal.Rest) {
      return reached;
    }
    if (!(goal instanceof Goal.Master master) || !found || failing()) {
      return null;
    }
    if (reached != null || master.epoch().equals(surrendered)) {
      return reached;
    }
    boolean all =
        services.values().stream()
            .allMatch(s -> !wantsPromoted(s) || s.phase() instanceof Phase.Promoted);
    boolean began = master.mayBegin() || !services.isEmpty();
    return all && began ? master.epoch() : null;
  }

  private boolean stays() {
    return switch (goal) {
      case Goal.Rest _ -> true;
      case Goal.Master master ->
          master.epoch().equals(reached) && !master.epoch().equals(surrendered) && !failing();
      case Goal.Up _, Goal.Down _, Goal.Cut _, Goal.HandsOff _ -> false;
    };
  }

  // What is wanted.

  boolean failing() {
    return services.overview().failing();
  }

  boolean wantsRunning(ServiceRun service) {
    boolean toRun = goal instanceof Goal.Up || goal instanceof Goal.Master;
    return toRun && !service.gone() && !failing();
  }

  boolean wantsPromoted(ServiceRun service) {
    if (!(goal instanceof Goal.Master master) || !wantsRunning(service)) {
      return false;
    }
    Promotion promotion = service.promotion();
    boolean other = promotion != null && !promotion.epoch().equals(master.epoch());
    return !other && !master.epoch().equals(surrendered);
  }

  boolean mustDemote(ServiceRun service) {
    return service.promotion() != null && !wantsPromoted(service);
  }

  /**
   * Whether its promote may begin now, as far as the group is concerned. All must be ready before the
   * first one is promoted; afterwards a service that joined late holds up nobody but itself.
   */
  @Nullable Epoch promotableUnder(ServiceRun service) {
    if (!(goal instanceof Goal.Master master) || !master.mayBegin() || !wantsPromoted(service)) {
      return null;
    }
    boolean all = found && services.overview().promotable(goal);
    boolean ready = master.epoch().equals(reached) || all;
    return ready && service.isReady() ? master.epoch() : null;
  }

  /** Why a service is taken down. */
  Why whyDown(ServiceRun service, Why usual) {
    if (goal instanceof Goal.Cut) {
      return Why.CUT;
    }
    if (service.gone()) {
      return Why.VANISHED;
    }
    if (services.overview().broken()) {
      return Why.GROUP_FAILED;
    }
    if (failing()) {
      return Why.DISABLED;
    }
    if (urgentUntil != null) {
      return Why.LEASE_LOST;
    }
    return goal instanceof Goal.Master && surrendered != null ? Why.GAVE_UP : usual;
  }

  // What comes out.

  void say(RunnerReason reason) {
    reasons.add(reason);
  }

  void emit(RunnerAction action) {
    reasons.add(action.reason());
    actions.add(action);
  }

  /** Begins a script of a service of which none runs. */
  ServiceRun launch(ServiceRun service, Script script, Action action, Why why) {
    if (service.running() != null) {
      throw new IllegalStateException(action + " while one runs: " + service);
    }
    long id = nextId++;
    List<String> command =
        service.spec().single()
            ? List.of(script.path(), action.word())
            : List.of(script.path());
    emit(
        new RunnerAction.Launch(
            id,
            service.name(),
            action,
            command,
            service.spec().folder(),
            environment(service, action),
            new RunnerReason.Runs(service.name(), action, why)));
    Running running = Running.begun(id, action, script, now, timeout(service.phase(), action));
    Set<Long> sessions = new TreeSet<>(service.sessions());
    sessions.add(id);
    return prune(service.withRunning(running).withSessions(sessions, service.pruning()));
  }

  private Duration timeout(Phase phase, Action action) {
    if (action == Action.DEMOTE) {
      boolean afterCut = phase instanceof Phase.EmergencyDemote demote && demote.why() == Why.CUT;
      if (afterCut && goal instanceof Goal.Cut cut) {
        return cut.budget().dividedBy(2);
      }
      if (urgentUntil != null && now.isBefore(urgentUntil)) {
        return urgentUntil.since(now);
      }
    }
    return settings.timeout(action);
  }

  private Map<String, String> environment(ServiceRun service, Action action) {
    Promotion promotion = service.promotion();
    boolean promoted = promotion != null && wantsPromoted(service);
    Map<String, String> environment = new TreeMap<>(settings.environment());
    environment.put("KOI_IS_PROMOTED", promoted ? "1" : "0");
    environment.put("KOI_STATE", services.overview().state(found, reached != null, goal).word());
    environment.put("KOI_GROUP", settings.group().text());
    environment.put("KOI_SERVICE", service.name().text());
    environment.put("KOI_ACTION", action.word());
    environment.put("KOI_EPOCH", (promotion == null ? Epoch.NONE : promotion.epoch()).toString());
    return environment;
  }

  /** Otherwise a service would remember every status of its life, because a cut kills them all. */
  private ServiceRun prune(ServiceRun service) {
    if (service.sessions().size() <= MANY_SESSIONS || service.pruning() != null) {
      return service;
    }
    Set<Long> ids = service.sessions();
    long ticket = survey(service, ids);
    return service.withSessions(ids, new ServiceRun.Pruning(ticket, ids));
  }

  /** Asks which of these sessions live; returns the ticket of the answer. */
  long survey(ServiceRun service, Set<Long> ids) {
    long ticket = nextId++;
    emit(new RunnerAction.Survey(ids, ticket, new RunnerReason.Looks(service.name())));
    return ticket;
  }

  void kill(ServiceRun service, Set<Long> ids) {
    if (!ids.isEmpty()) {
      emit(new RunnerAction.Kill(ids, new RunnerReason.KillsLeftovers(service.name())));
    }
  }

  /** Ends a script that is wanted no more; its outcome will not count. */
  ServiceRun interrupt(ServiceRun service, Running running) {
    RunnerReason why = new RunnerReason.Interrupted(service.name(), running.action());
    emit(new RunnerAction.Terminate(running.id(), why));
    return service.withRunning(running.doomed(Running.Fate.DROPPED, now.plus(grace())));
  }

  /** From SIGTERM to SIGKILL. When the lease is lost most of the time left must be demote's. */
  Duration grace() {
    if (urgentUntil == null || !now.isBefore(urgentUntil)) {
      return settings.killGrace();
    }
    Duration most = urgentUntil.since(now).dividedBy(4);
    return most.compareTo(settings.killGrace()) < 0 ? most : settings.killGrace();
  }
}
