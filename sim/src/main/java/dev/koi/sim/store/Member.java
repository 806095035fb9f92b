package dev.koi.sim.store;

import dev.koi.core.name.MemberId;
import dev.koi.core.raft.Bytes;
import dev.koi.core.raft.Envelope;
import dev.koi.core.raft.Members;
import dev.koi.core.raft.RaftOutput;
import dev.koi.core.raft.RaftSettings;
import dev.koi.core.raft.Stored;
import dev.koi.core.raft.Write;
import dev.koi.core.reason.RaftReason;
import dev.koi.core.store.Outcome;
import dev.koi.core.time.Moment;
import dev.koi.node.consensus.Consensus;
import dev.koi.node.consensus.ReplicatedState;
import dev.koi.node.consensus.StateMachine;
import dev.koi.node.consensus.World;
import dev.koi.sim.Chance;
import dev.koi.sim.SimClock;
import dev.koi.sim.Timeline;
import dev.koi.wire.datagram.MalformedMessage;
import dev.koi.wire.raft.EnvelopeCodec;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One identity on one machine: a process that comes and goes, and a disk. */
final class Member implements World {

  static final UUID CLUSTER = new UUID(0, 13);

  private static final RaftSettings.Pace PACE =
      new RaftSettings.Pace(Duration.ofMillis(40), Duration.ofMillis(180), Duration.ofMillis(300));

  /** More than the longest election time-out, by what clocks and their alarms may differ. */
  private static final long DEAF_NANOS = 400_000_000L;

  private static final Consensus.Limits LIMITS = new Consensus.Limits(100_000, 60);

  final MemberId id;
  final Platter disk;

  /** Its disk is gone for good; someone else has its name. */
  boolean wiped;

  private final StoreWorld world;
  private final Timeline timeline;
  private final Chance chance;
  private long pausedUntil;

  /** Of the process; another number after a crash, so that what an earlier one awaited is void. */
  private long life;

  private long alarm = Long.MAX_VALUE;

  private final Map<MemberId, Long> heardAt = new HashMap<>();
  private long leadsSince = Long.MAX_VALUE;
  private @Nullable Running running;

  /** A process. */
  record Running(Consensus<Outcome> consensus, ReplicatedState state, SimClock clock) {}

  Member(StoreWorld world, MemberId id, Stored stored, Chance chance) {
    this.world = world;
    this.timeline = world.timeline();
    this.id = id;
    this.chance = chance;
    this.disk = new Platter(timeline, chance.fork(), world.truth(), stored);
  }

  boolean isAlive() {
    return running != null;
  }

  boolean leads() {
    return running != null && running.consensus.state().leads();
  }

  /** Alive, and not standing still. */
  boolean isAwake() {
    return running != null && timeline.now() >= pausedUntil;
  }

  @Nullable Consensus<Outcome> consensus() {
    return running == null ? null : running.consensus;
  }

  void start() {
    if (running != null || wiped) {
      return;
    }
    life++;
    SimClock clock = new SimClock(timeline, chance.between(-2_000, 2_000), chance.fork());
    ReplicatedState state = new ReplicatedState();
    var parts =
        new Consensus.Parts<>(
            new RaftSettings(CLUSTER, id, PACE, world.limits()), LIMITS, this, watched(state));
    running = new Running(Consensus.begin(parts, disk.stored(), clock.now()), state, clock);
    event((consensus, now) -> {});
  }

  void crash() {
    end();
    disk.crash();
  }

  private void end() {
    life++;
    running = null;
    leadsSince = Long.MAX_VALUE;
    alarm = Long.MAX_VALUE;
  }

  /** It finds its disk full, and is started again before long, whether or not there is room by then. */
  private void halt() {
    end();
    disk.stop();
    timeline.after(chance.anyMillis(20, 1_000), this::start);
  }

  void pause(long nanos) {
    pausedUntil = Math.max(pausedUntil, timeline.now() + nanos);
  }

  /** What happens in one event. */
  interface Work {
    void with(Running running, Moment now);
  }

  /** What happens to the consensus in one event. */
  interface Input {
    void into(Consensus<Outcome> consensus, Moment now);
  }

  void event(Input input) {
    visit((running, now) -> input.into(running.consensus, now));
  }

  /** Happens now, or when it stands still no more; never, if it is down or goes down before. */
  void visit(Work work) {
    if (timeline.now() < pausedUntil) {
      long waiting = life;
      timeline.at(
          pausedUntil,
          () -> {
            if (waiting == life) {
              visit(work);
            }
          });
      return;
    }
    Running process = running;
    if (process != null) {
      Moment now = process.clock.now();
      try {
        work.with(process, now);
        process.consensus.flush(now);
      } catch (RuntimeException broken) {
        world.truth().violated(id + " broke down: " + broken);
      }
      checkQuorum(process);
      setAlarm();
    }
  }

  /** Who leads hears a majority, or has given up (thesis 6.2). */
  private void checkQuorum(Running process) {
    if (!process.consensus.state().leads()) {
      leadsSince = Long.MAX_VALUE;
      return;
    }
    leadsSince = Math.min(leadsSince, timeline.now());
    long since = Math.max(leadsSince, pausedUntil);
    if (timeline.now() - since > DEAF_NANOS) {
      Members members = process.consensus.state().members();
      long heard =
          members.voters().stream().filter(voter -> voter.equals(id) || isHeard(voter)).count();
      if (heard < members.majority()) {
        world.truth().violated(id + " leads, and hears " + heard + " of " + members.voters());
      }
    }
  }

  private boolean isHeard(MemberId voter) {
    return timeline.now() - heardAt.getOrDefault(voter, Long.MIN_VALUE / 2) <= DEAF_NANOS;
  }

  private void setAlarm() {
    Running process = running;
    Moment wake = process == null ? null : process.consensus.nextWake();
    if (process == null || wake == null) {
      return;
    }
    long due = Math.max(process.clock.virtual(wake), timeline.now());
    if (due < alarm) {
      alarm = due;
      long now = life;
      timeline.at(due, () -> ring(now, due));
    }
  }

  private void ring(long ofLife, long due) {
    if (ofLife == life && due == alarm) {
      alarm = Long.MAX_VALUE;
      visit((process, now) -> {});
    }
  }

  void arrived(byte[] bytes) {
    Envelope envelope;
    try {
      envelope = EnvelopeCodec.decode(bytes);
    } catch (MalformedMessage e) {
      world.truth().violated(id + " cannot read what was sent: " + e.getMessage());
      return;
    }
    event(
        (consensus, now) -> {
          heardAt.put(envelope.from(), timeline.now());
          consensus.received(envelope, now);
        });
  }

  /** The same state machine, but all that it does is seen. */
  private StateMachine<Outcome> watched(ReplicatedState state) {
    return new StateMachine<>() {
      @Override
      public Outcome apply(long index, Bytes command) {
        Outcome outcome = state.apply(index, command);
        world.truth().applied(id, index, command, outcome);
        return outcome;
      }

      @Override
      public Supplier<Bytes> freeze() {
        return state.freeze();
      }

      @Override
      public void restore(long index, Bytes bytes) {
        world.truth().counts.restored++;
        state.restore(index, bytes);
      }
    };
  }

  @Override
  public void persist(RaftOutput.Persist persist) {
    long now = life;
    if (persist.writes().stream().anyMatch(Write.Vote.class::isInstance)) {
      world.voted(this);
    }
    disk.take(
        persist,
        new Platter.Listener(
            ticket -> later(now, (consensus, at) -> consensus.persisted(ticket, at)),
            _ -> halt(),
            ticket -> later(now, (consensus, at) -> consensus.persistFailed(ticket, "broken", at))));
  }

  private void later(long ofLife, Input input) {
    if (ofLife == life) {
      event(input);
    }
  }

  @Override
  public void send(Envelope envelope) {
    world.wires().send(envelope);
  }

  @Override
  public void encode(long index, Supplier<Bytes> state) {
    long now = life;
    timeline.after(
        chance.millis(1, 100),
        () -> {
          if (now == life) {
            Bytes bytes = state.get();
            world.truth().state(id, index, bytes);
            event((consensus, at) -> consensus.frozen(index, bytes, at));
          }
        });
  }

  @Override
  public long draw() {
    return chance.draw();
  }

  @Override
  public void elected(long term, Moment confirmed) {
    world.truth().elected(id, term);
    world.elected(this);
  }

  @Override
  public void deposed(long term) {}

  /** Its disk failed: the machine is as good as lost, someone else gets its name. */
  @Override
  public void ended(RaftReason why) {
    timeline.after(1, () -> world.replace(this));
  }

  @Override
  public void note(RaftReason reason) {
    world.say(id.name().text(), reason);
  }

  /** What it believes, compared by whoever wants to. */
  void inspect(Consumer<Running> look) {
    if (running != null) {
      look.accept(running);
    }
  }
}
