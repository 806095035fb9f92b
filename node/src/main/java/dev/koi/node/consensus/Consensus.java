package dev.koi.node.consensus;

import dev.koi.core.name.MemberId;
import dev.koi.core.raft.Bytes;
import dev.koi.core.raft.Content;
import dev.koi.core.raft.Entry;
import dev.koi.core.raft.Envelope;
import dev.koi.core.raft.MembersChange;
import dev.koi.core.raft.Raft;
import dev.koi.core.raft.RaftInput;
import dev.koi.core.raft.RaftOutput;
import dev.koi.core.raft.RaftSettings;
import dev.koi.core.raft.RaftState;
import dev.koi.core.raft.RaftStep;
import dev.koi.core.raft.Snapshot;
import dev.koi.core.raft.Stored;
import dev.koi.core.reason.RaftReason;
import dev.koi.core.time.Moment;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A member of the consensus. Called by one thread; never waits. Whatever is called, {@link #flush} comes
 * last, once for all that the events of the loop which waited together brought: what was asked meanwhile
 * becomes one proposal and one round.
 *
 * @param <R> what comes of a command
 */
public final class Consensus<R> {

  /** How much this member may have to do at once. */
  public record Limits(long pendingBytes, long snapshotPeriod) {

    /**
     * Limits.
     *
     * @param pendingBytes of commands that are not agreed yet; beyond, who asks is told to ask later
     * @param snapshotPeriod entries between two snapshots
     */
    public Limits {
      if (pendingBytes < 1 || snapshotPeriod < 1) {
        throw new IllegalArgumentException("no limits: " + pendingBytes + ", " + snapshotPeriod);
      }
    }
  }

  private final Raft raft;
  private final World world;
  private final StateMachine<R> machine;
  private final Limits limits;
  private final Pending<R> pending;
  private RaftState state;
  private long applied;

  /** After which entry the snapshot was that is being made, 0: none is. */
  private long freezing;

  private boolean ended;

  /** What a member is made of. */
  public record Parts<R>(RaftSettings settings, Limits limits, World world, StateMachine<R> machine) {}

  private Consensus(Parts<R> parts, Raft raft, RaftState state) {
    this.raft = raft;
    this.world = parts.world();
    this.machine = parts.machine();
    this.limits = parts.limits();
    this.pending =
        new Pending<>(parts.limits().pendingBytes(), parts.settings().limits().messageBytes());
    this.state = state;
  }

  /** As the process begins, with what is on the disk. */
  public static <R> Consensus<R> begin(Parts<R> parts, Stored stored, Moment now) {
    Raft raft = new Raft(parts.settings());
    RaftState state = raft.begin(stored, now, parts.world().draw());
    Consensus<R> fresh = new Consensus<>(parts, raft, state);
    fresh.restore(stored.snapshot());
    return fresh;
  }

  // What happens.

  public void received(Envelope envelope, Moment now) {
    step(new RaftInput.Received(envelope), now);
  }

  /** See {@link RaftInput.LeaderHeard}. */
  public void leaderHeard(MemberId leader, long term, Moment now) {
    step(new RaftInput.LeaderHeard(leader, term), now);
  }

  /** See {@link RaftInput.Beat}. */
  public void beat(RaftInput.Beat beat, Moment now) {
    step(beat, now);
  }

  public void persisted(long ticket, Moment now) {
    step(new RaftInput.Persisted(ticket), now);
  }

  public void persistFailed(long ticket, String why, Moment now) {
    step(new RaftInput.PersistFailed(ticket, why), now);
  }

  /** The process of another member is gone. */
  public void gone(MemberId member, Moment now) {
    step(new RaftInput.Gone(member), now);
  }

  /** The bytes of a state that was handed to {@link World#encode}. */
  public void frozen(long index, Bytes bytes, Moment now) {
    freezing = 0;
    // A snapshot of the leader's may have overtaken it.
    if (index > state.snapshot().index()) {
      step(new RaftInput.SnapshotTaken(index, bytes), now);
    }
  }

  // What is asked. What cannot be is answered within the call; all else with a flush, this one or a later.

  /** Shall be agreed and applied. */
  public void propose(Bytes command, Consumer<Fate<R>> then) {
    pending.propose(command, then);
  }

  /** May the state be looked at, as of now (linearizable)? */
  public void read(Consumer<Fate<Void>> then) {
    pending.read(then);
  }

  /** The members shall change by one. */
  public void change(MembersChange change, Consumer<Fate<Void>> then, Moment now) {
    long id = pending.change(then);
    step(new RaftInput.ChangeMembers(id, change), now);
    refuseOnceEnded(id);
  }

  /** Someone else shall lead; null: who is best placed. Answered only if that is refused. */
  public void transfer(@Nullable MemberId to, Consumer<RaftReason.Refusal> refused, Moment now) {
    long id = pending.transfer(refused);
    step(new RaftInput.Transfer(id, to), now);
    refuseOnceEnded(id);
  }

  /** After each event: passes time and what was asked on. */
  public void flush(Moment now) {
    if (state.wake() != null && !now.isBefore(state.wake())) {
      step(new RaftInput.Tick(), now);
    }
    RaftInput.@Nullable Propose proposal = pending.nextProposal();
    if (proposal != null) {
      step(proposal, now);
      refuseOnceEnded(proposal.id());
    }
    RaftInput.@Nullable Read read = pending.nextRead();
    if (read != null) {
      step(read, now);
      refuseOnceEnded(read.id());
    }
  }

  /** When {@link #flush} is due even if nothing happens; null: never. */
  public @Nullable Moment nextWake() {
    return state.wake();
  }

  /** For status, and whoever passes requests on. */
  public RaftState state() {
    return state;
  }

  /** Through here everything is in the state machine. */
  public long applied() {
    return applied;
  }

  // How it is done.

  private void step(RaftInput input, Moment now) {
    RaftStep step = raft.step(state, input, now, world.draw());
    state = step.state();
    step.reasons().forEach(world::note);
    step.outputs().forEach(this::perform);
  }

  /** Raft itself says nothing any more then. */
  private void refuseOnceEnded(long id) {
    if (ended) {
      pending.refused(id, new RaftReason.Refusal.NotLeader(null));
    }
  }

  private void perform(RaftOutput output) {
    switch (output) {
      case RaftOutput.Persist persist -> world.persist(persist);
      case RaftOutput.Send send -> world.send(send.envelope());
      case RaftOutput.Commit commit -> {
        commit.entries().forEach(this::apply);
        freezeWhenDue();
      }
      case RaftOutput.Restore restore -> restore(restore.snapshot());
      case RaftOutput.Elected elected -> world.elected(elected.term(), elected.confirmed());
      case RaftOutput.Deposed deposed -> {
        pending.deposed();
        world.deposed(deposed.term());
      }
      case RaftOutput.Proposed proposed -> pending.proposed(proposed);
      case RaftOutput.ReadReady ready -> pending.ready(ready.id());
      case RaftOutput.Refused refused -> pending.refused(refused.id(), refused.why());
      case RaftOutput.Ended last -> {
        ended = true;
        world.ended(last.why());
      }
    }
  }

  private void apply(Entry entry) {
    applied = entry.index();
    switch (entry.content()) {
      case Content.Command command ->
          pending.applied(entry.index(), machine.apply(entry.index(), command.payload()));
      case Content.Configuration _ -> pending.changed(entry.index());
      case Content.NoOp _ -> {}
    }
  }

  private void restore(Snapshot snapshot) {
    if (snapshot.index() > 0) {
      machine.restore(snapshot.index(), snapshot.state());
      applied = snapshot.index();
    }
  }

  private void freezeWhenDue() {
    boolean due = applied - state.snapshot().index() >= limits.snapshotPeriod();
    if (due && freezing == 0) {
      freezing = applied;
      world.encode(applied, machine.freeze());
    }
  }
}
