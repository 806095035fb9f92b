package dev.koi.core.raft;

import dev.koi.core.time.Moment;

/**
 * Raft: several members keep one log, in the same order, as long as a majority of them can talk (Ongaro
 * and Ousterhout, "In Search of an Understandable Consensus Algorithm", 2014: "the paper" in here;
 * Ongaro, "Consensus: Bridging Theory and Practice", 2014: "the thesis").
 *
 * <p>Raft rather than Paxos because it is told by the log, which is what a user of it has. Our own
 * because no library at hand steps without a thread, and what does not step cannot be simulated (DESIGN,
 * Chosen parts). The shape is that of etcd's: an input goes in, and what is to be written, sent and
 * applied comes out as values. It differs where this house needs it: moments instead of counted ticks,
 * since leases are measured in them; a ticket for each write instead of a batch to be acknowledged, so
 * that a slow disk delays no heartbeat; and answers that say what was received apart from what is safe.
 */
public final class Raft {

  private final RaftSettings settings;

  public Raft(RaftSettings settings) {
    this.settings = settings;
  }

  /**
   * As the process begins. The caller gives the snapshot to its state machine.
   *
   * @param draw a random number, which sets the election time-out apart from the others'
   */
  public RaftState begin(Stored stored, Moment now, long draw) {
    Log log = stored.log();
    Moment election = now.plus(settings.pace().timeout(draw));
    long commit = stored.snapshot().index();
    return new RaftState(
        stored.ballot(),
        log,
        stored.snapshot(),
        commit,
        Configurations.begin(stored.snapshot(), log),
        new Role.Follower(null, commit),
        new RaftState.Timers(now, null, null, election),
        Disk.begin(log.last()),
        null,
        null,
        election);
  }

  /**
   * One step.
   *
   * @param draw a random number, another one each time; used if an election time-out begins
   */
  public RaftStep step(RaftState state, RaftInput input, Moment now, long draw) {
    Turn turn = new Turn(settings, state, now, draw);
    if (!(state.role() instanceof Role.Ended)) {
      apply(turn, input);
    }
    return turn.finish();
  }

  private static void apply(Turn turn, RaftInput input) {
    switch (input) {
      case RaftInput.Tick _ -> tick(turn);
      case RaftInput.Received received -> Post.receive(turn, received.envelope());
      case RaftInput.Persisted persisted -> persisted(turn, persisted.ticket());
      case RaftInput.PersistFailed failed -> turn.end(failed.why());
      case RaftInput.Propose propose -> Leading.propose(turn, propose);
      case RaftInput.Read read -> Leading.read(turn, read.id());
      case RaftInput.LeaderHeard heard -> Beside.leaderHeard(turn, heard);
      case RaftInput.Beat beat -> Beside.beat(turn, beat);
      case RaftInput.ChangeMembers changeMembers -> MembershipChange.changeMembers(turn, changeMembers);
      case RaftInput.Transfer transfer -> LeadershipTransfer.begin(turn, transfer);
      case RaftInput.Gone gone -> Elections.gone(turn, gone.member());
      case RaftInput.SnapshotTaken taken -> turn.compact(taken.index(), taken.state());
    }
    Leading.settle(turn);
  }

  private static void tick(Turn turn) {
    if (turn.role instanceof Role.Leader) {
      Leading.tick(turn);
    } else {
      Elections.tick(turn);
    }
  }

  private static void persisted(Turn turn, long ticket) {
    long before = turn.disk.safe();
    turn.free(ticket);
    switch (turn.role) {
      case Role.Candidate candidate -> Elections.ballotIsSafe(turn, candidate);
      case Role.Follower follower -> Following.persisted(turn, follower, before);
      case Role.PreCandidate _, Role.Leader _, Role.Ended _ -> {}
    }
  }
}
