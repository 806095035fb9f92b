package dev.koi.core.raft;

import dev.koi.core.name.MemberId;
import dev.koi.core.reason.RaftReason;
import dev.koi.core.reason.RaftReason.Refusal;
import dev.koi.core.time.Moment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step while it is being made. Lives as long as the call of {@link Raft#step} and is the only thing
 * in here that changes; the values in it do not.
 */
final class Turn {

  private static final long NOTHING = Long.MAX_VALUE;

  final RaftSettings settings;
  final Moment now;
  Ballot ballot;
  Log log;
  long commit;
  Configurations configurations;
  Role role;
  RaftState.Timers timers;
  Disk disk;
  RaftState.@Nullable Incoming incoming;
  Snapshot snapshot;

  private final long draw;
  private RaftReason.@Nullable VoteRefused objected;
  private final List<RaftOutput> outputs = new ArrayList<>();
  private final List<RaftReason> reasons = new ArrayList<>();
  private boolean ballotChanged;
  private boolean installed;
  private Write.@Nullable Compact compacted;
  private long truncatedTo = NOTHING;
  private long appendedFrom = NOTHING;

  Turn(RaftSettings settings, RaftState state, Moment now, long draw) {
    this.settings = settings;
    this.now = now;
    this.draw = draw;
    ballot = state.ballot();
    log = state.log();
    snapshot = state.snapshot();
    commit = state.commit();
    configurations = state.configurations();
    role = state.role();
    timers = state.timers();
    disk = state.disk();
    incoming = state.incoming();
    objected = state.objected();
  }

  RaftStep finish() {
    persist();
    RaftState state =
        new RaftState(
            ballot,
            log,
            snapshot,
            commit,
            configurations,
            role,
            timers,
            disk,
            objected,
            incoming,
            Alarm.next(this));
    return new RaftStep(state, outputs, reasons);
  }

  // What is said.

  void emit(RaftOutput output) {
    outputs.add(output);
  }

  void say(RaftReason reason) {
    reasons.add(reason);
  }

  /** No vote for this; said once, however often one asks. */
  void object(Envelope envelope, RaftReason.Objection objection) {
    var refused = new RaftReason.VoteRefused(envelope.term(), envelope.from(), objection);
    if (!refused.equals(objected)) {
      objected = refused;
      say(refused);
    }
  }

  void refuse(long id, Refusal why) {
    emit(new RaftOutput.Refused(id, why));
  }

  void send(MemberId to, RaftMessage message) {
    send(to, ballot.term(), message);
  }

  void send(MemberId to, long term, RaftMessage message) {
    emit(new RaftOutput.Send(envelope(to, term, message)));
  }

  /** What says anything about term or vote waits until these are on disk (SAFETY E1). */
  void reply(MemberId to, RaftMessage message) {
    if (ballotChanged) {
      disk = disk.hold(disk.last() + 1, envelope(to, ballot.term(), message));
    } else if (!disk.ballotIsSafe()) {
      disk = disk.hold(disk.ballot(), envelope(to, ballot.term(), message));
    } else {
      send(to, message);
    }
  }

  private Envelope envelope(MemberId to, long term, RaftMessage message) {
    return new Envelope(settings.cluster(), settings.self(), to, term, message);
  }

  /** This ticket is on disk: what waited for it leaves. */
  void free(long ticket) {
    disk.freed(ticket).forEach(envelope -> emit(new RaftOutput.Send(envelope)));
    disk = disk.persisted(ticket);
  }

  // What changes.

  MemberId self() {
    return settings.self();
  }

  Members members() {
    return configurations.latest();
  }

  void ballot(Ballot next) {
    ballot = next;
    ballotChanged = true;
  }

  /** Ceases to be what it is. The election time-out of one that followed runs on (section 5.2). */
  void follow(long term, @Nullable MemberId leader, RaftReason why) {
    if (term > ballot.term()) {
      if (role instanceof Role.Leader) {
        Leading.resign(this, why);
      }
      ballot(new Ballot(term, null));
      incoming = null;
    } else if (role instanceof Role.Leader) {
      Leading.resign(this, why);
    }
    role = new Role.Follower(leader, commit);
    say(why);
  }

  /** The election time-out begins. */
  void restartElection() {
    timers = timers.election(now.plus(settings.pace().timeout(draw)));
  }

  void append(List<Entry> entries) {
    appendedFrom = Math.min(appendedFrom, entries.getFirst().index());
    log = log.append(entries);
    Configurations before = configurations;
    configurations = configurations.append(entries);
    if (!configurations.equals(before)) {
      Members now = members();
      say(new RaftReason.MembersChanged(configurations.since(), now.voters(), now.learners()));
    }
  }

  void truncate(long after) {
    if (after < commit) {
      throw new IllegalStateException("would void what is agreed: " + after + " < " + commit);
    }
    truncatedTo = Math.min(truncatedTo, after);
    log = log.truncate(after);
    disk = disk.truncated(after);
    Configurations before = configurations;
    configurations = configurations.truncate(after);
    if (!configurations.equals(before)) {
      Members now = members();
      say(new RaftReason.MembersVoided(configurations.since(), now.voters(), now.learners()));
    }
  }

  void commitTo(long index) {
    if (index > commit) {
      emit(new RaftOutput.Commit(log.slice(commit + 1, index)));
      commit = index;
    }
  }

  /** A leader's snapshot, whose last entry this log does not have. */
  void install(Snapshot received) {
    disk = disk.truncated(commit);
    snapshot = received;
    log = Log.after(received.index(), received.term());
    configurations = Configurations.begin(received, log);
    commit = received.index();
    incoming = null;
    installed = true;
    emit(new RaftOutput.Restore(received));
  }

  /** A snapshot of one's own. One that a leader's overtook meanwhile is of no use. */
  void compact(long index, Bytes state) {
    if (index > commit) {
      throw new IllegalArgumentException("a snapshot of what is not agreed: " + index);
    }
    if (index <= snapshot.index()) {
      return;
    }
    Members members = configurations.at(index);
    Snapshot.Head head = new Snapshot.Head(index, log.term(index), members, state.size());
    snapshot = new Snapshot(head, state);
    log = log.compact(index - settings.limits().trail());
    configurations = configurations.compact(index);
    compacted = new Write.Compact(snapshot, log.base());
  }

  void end(String why) {
    RaftReason reason = new RaftReason.DiskFailed(why);
    if (role instanceof Role.Leader) {
      Leading.resign(this, reason);
    }
    say(reason);
    role = new Role.Ended(reason);
    incoming = null;
    emit(new RaftOutput.Ended(reason));
  }

  private void persist() {
    List<Write> writes = new ArrayList<>();
    if (ballotChanged) {
      writes.add(new Write.Vote(ballot));
    }
    if (installed) {
      writes.add(new Write.Install(snapshot));
    }
    if (truncatedTo != NOTHING) {
      writes.add(new Write.Truncate(truncatedTo));
    }
    if (appendedFrom <= log.last()) {
      writes.add(new Write.Append(log.slice(appendedFrom, log.last())));
    }
    if (compacted != null) {
      writes.add(compacted);
    }
    if (!writes.isEmpty()) {
      disk = disk.persist(ballotChanged, log.last());
      outputs.addFirst(new RaftOutput.Persist(disk.last(), writes));
    }
  }
}
