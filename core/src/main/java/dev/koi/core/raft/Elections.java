package dev.koi.core.raft;

import dev.koi.core.name.MemberId;
import dev.koi.core.reason.RaftReason;
import dev.koi.core.reason.RaftReason.Objection;
import dev.koi.core.time.Moment;
import dev.koi.core.time.RoundTrip;
import java.time.Duration;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How a leader is found: by asking whether one would be elected, then by votes. */
final class Elections {

  private Elections() {}

  // Who stands.

  static void tick(Turn turn) {
    if (!turn.now.isBefore(turn.timers.election())) {
      boolean saving = turn.role instanceof Role.Candidate candidate && candidate.asked() == null;
      if (mayStand(turn) && !saving) {
        if (!succeed(turn)) {
          askWhether(turn);
        }
      } else {
        turn.restartElection(); // a learner waits for a leader, a candidate for its slow disk
      }
      return;
    }
    switch (turn.role) {
      case Role.PreCandidate pre when isDue(turn, pre.asked(), pre.times()) -> {
        turn.role = new Role.PreCandidate(pre.answers(), turn.now, pre.times() + 1);
        askAgain(turn, pre.answers());
      }
      case Role.Candidate candidate
          when candidate.asked() != null && isDue(turn, candidate.asked(), candidate.times()) ->
          ask(turn, candidate, candidate.answers());
      case Role.PreCandidate _,
          Role.Candidate _,
          Role.Follower _,
          Role.Leader _,
          Role.Ended _ -> {}
    }
  }

  /**
   * A voter may, and one whose removal is in its log and not agreed: it may be needed to agree to it
   * (thesis 4.2.2). Of two, one that removes itself has the longer log, and the other cannot win.
   */
  private static boolean mayStand(Turn turn) {
    long since = turn.configurations.since();
    return turn.members().isVoter(turn.self())
        || (since > turn.commit && turn.configurations.at(since - 1).isVoter(turn.self()));
  }

  /** When unanswered requests are repeated: soon, then ever later, at last once a heartbeat. */
  static Moment repeats(Turn turn, Moment asked, int times) {
    Duration heartbeat = turn.settings.pace().heartbeat();
    Duration retry = RoundTrip.UNKNOWN.retry();
    for (int i = 1; i < times && retry.compareTo(heartbeat) < 0; i++) {
      retry = retry.plus(retry);
    }
    return asked.plus(retry.compareTo(heartbeat) < 0 ? retry : heartbeat);
  }

  private static boolean isDue(Turn turn, Moment asked, int times) {
    return !turn.now.isBefore(repeats(turn, asked, times));
  }

  /** Thesis 9.6: no term is raised unless a majority would go along, so a cut-off member disturbs nobody. */
  private static void askWhether(Turn turn) {
    MemberId lost = turn.role instanceof Role.Follower follower ? follower.leader() : null;
    Moment heard = turn.timers.heard();
    Duration silence = turn.now.since(heard == null ? turn.timers.lastConfirmed() : heard);
    turn.restartElection();
    if (!(turn.role instanceof Role.PreCandidate)) { // else nothing is new: who is cut off asks all the time
      turn.say(new RaftReason.NobodyLeads(lost, silence));
    }
    SortedMap<MemberId, Boolean> answers = new TreeMap<>();
    answers.put(turn.self(), true);
    turn.role = new Role.PreCandidate(answers, turn.now, 1);
    askAgain(turn, answers);
    standIfWelcome(turn, answers);
  }

  private static void askAgain(Turn turn, SortedMap<MemberId, Boolean> answers) {
    RaftMessage ask = new RaftMessage.PreVote(turn.log.last(), turn.log.lastTerm());
    for (MemberId voter : turn.members().voters()) {
      if (!answers.containsKey(voter)) {
        turn.send(voter, turn.ballot.term() + 1, ask);
      }
    }
  }

  static void preVoted(Turn turn, Envelope envelope, boolean granted) {
    boolean mine = envelope.term() == turn.ballot.term() + (granted ? 1 : 0);
    if (mine && turn.role instanceof Role.PreCandidate pre) {
      SortedMap<MemberId, Boolean> answers = new TreeMap<>(pre.answers());
      answers.put(envelope.from(), granted);
      turn.role = new Role.PreCandidate(answers, pre.asked(), pre.times());
      standIfWelcome(turn, answers);
    }
  }

  private static void standIfWelcome(Turn turn, SortedMap<MemberId, Boolean> answers) {
    if (Quorum.has(turn.members().voters(), v -> answers.getOrDefault(v, false))) {
      turn.say(new RaftReason.Stands(turn.ballot.term() + 1));
      stand(turn, false);
    }
  }

  /** The leader hands over (thesis 3.10). */
  static void bidden(Turn turn, MemberId by) {
    boolean follows = turn.role instanceof Role.Follower follower && by.equals(follower.leader());
    if (follows && mayStand(turn)) {
      turn.say(new RaftReason.Bidden(turn.ballot.term() + 1, by));
      stand(turn, true);
    }
  }

  /**
   * The leader's process is gone: nobody need wait to see whether it comes back. One after the other stands
   * for it, as if it had been told to (thesis 3.10), a heartbeat apart: time for a vote to reach everyone
   * and its disk, so that they do not split the votes; who has voted waits anew. The order is that of
   * the members' names, since nobody knows whose log is the longest; with random pauses as after a time-out
   * two of them would often stand at once, or the quickest late. A voter that has not heard of it yet
   * votes all the same, since the vote says that it is bidden.
   *
   * <p>It is about when, and never about whom: terms, votes and logs decide as ever, and when this voter
   * last confirmed the lost leader (SAFETY E5b) stays as it was.
   */
  static void gone(Turn turn, MemberId member) {
    boolean followed =
        turn.role instanceof Role.Follower follower && member.equals(follower.leader());
    boolean another =
        turn.role instanceof Role.Follower follower && follower.leader() != null && !followed;
    if (another || turn.role instanceof Role.Leader || turn.timers.heard() == null) {
      return; // nothing waits for it; or it is known, and said again
    }
    turn.timers = turn.timers.heard(null);
    if (followed) {
      SortedSet<MemberId> before = turn.members().voters().headSet(turn.self());
      int turns = before.size() - (before.contains(member) ? 1 : 0);
      Moment next = turn.now.plus(turn.settings.pace().heartbeat().multipliedBy(turns));
      turn.timers = turn.timers.election(turn.timers.election().min(next));
      tick(turn);
    }
  }

  /** Stands for a leader that is gone: it follows one, and yet heard none. */
  private static boolean succeed(Turn turn) {
    MemberId lost = turn.role instanceof Role.Follower follower ? follower.leader() : null;
    if (lost == null || turn.timers.heard() != null) {
      return false;
    }
    turn.say(new RaftReason.Succeeds(turn.ballot.term() + 1, lost));
    stand(turn, true);
    return true;
  }

  /** Section 5.2. Its own vote counts, and the others are asked, once that vote is on disk. */
  private static void stand(Turn turn, boolean bidden) {
    turn.ballot(new Ballot(turn.ballot.term() + 1, turn.self()));
    turn.incoming = null;
    turn.restartElection();
    turn.role = new Role.Candidate(new TreeMap<>(), bidden, null, 0);
  }

  static void ballotIsSafe(Turn turn, Role.Candidate candidate) {
    if (candidate.asked() == null && turn.disk.ballotIsSafe()) {
      SortedMap<MemberId, Role.Answer> answers = new TreeMap<>(candidate.answers());
      answers.put(turn.self(), new Role.Answer(true, turn.timers.lastConfirmed()));
      ask(turn, candidate, answers);
      leadIfElected(turn, answers);
    }
  }

  private static void ask(
      Turn turn, Role.Candidate candidate, SortedMap<MemberId, Role.Answer> answers) {
    turn.role = new Role.Candidate(answers, candidate.bidden(), turn.now, candidate.times() + 1);
    RaftMessage ask =
        new RaftMessage.Vote(turn.log.last(), turn.log.lastTerm(), candidate.bidden());
    for (MemberId voter : turn.members().voters()) {
      if (!answers.containsKey(voter)) {
        turn.send(voter, ask);
      }
    }
  }

  static void voted(Turn turn, Envelope envelope, RaftMessage.Voted answer) {
    if (turn.role instanceof Role.Candidate candidate) {
      SortedMap<MemberId, Role.Answer> answers = new TreeMap<>(candidate.answers());
      Moment confirmed = turn.now.minus(answer.sinceConfirmed());
      answers.put(envelope.from(), new Role.Answer(answer.granted(), confirmed));
      turn.role =
          new Role.Candidate(answers, candidate.bidden(), candidate.asked(), candidate.times());
      leadIfElected(turn, answers);
    }
  }

  private static void leadIfElected(Turn turn, SortedMap<MemberId, Role.Answer> answers) {
    int votes = 0;
    Moment confirmed = turn.timers.lastConfirmed();
    for (MemberId voter : turn.members().voters()) {
      Role.Answer answer = answers.get(voter);
      if (answer != null && answer.granted()) {
        votes++;
        confirmed = confirmed.max(answer.confirmed());
      }
    }
    if (votes >= turn.members().majority()) {
      turn.say(new RaftReason.Won(turn.ballot.term(), votes, turn.members().voters().size()));
      Leading.begin(turn, confirmed);
    }
  }

  // Who votes.

  static void preVote(Turn turn, Envelope envelope, RaftMessage.PreVote ask) {
    Objection objection = objection(turn, ask.lastIndex(), ask.lastTerm(), false);
    if (objection == null && envelope.term() <= turn.ballot.term()) {
      objection = Objection.TERM_OVER;
    }
    if (objection == null) {
      turn.send(envelope.from(), envelope.term(), new RaftMessage.PreVoted(true));
    } else {
      turn.object(envelope, objection);
      turn.reply(envelope.from(), new RaftMessage.PreVoted(false));
    }
  }

  /** Whether a later term may be entered for this candidate (thesis 4.2.3). */
  static boolean mayDisturb(Turn turn, Envelope envelope, RaftMessage.Vote ask) {
    if (!ask.bidden() && hearsALeader(turn)) {
      turn.object(envelope, Objection.LEADER_ALIVE);
      return false;
    }
    Post.enter(turn, envelope.term(), envelope.from());
    return true;
  }

  static void vote(Turn turn, Envelope envelope, RaftMessage.Vote ask) {
    MemberId vote = turn.ballot.vote();
    Objection objection =
        vote != null && !vote.equals(envelope.from())
            ? Objection.VOTE_GIVEN
            : objection(turn, ask.lastIndex(), ask.lastTerm(), ask.bidden());
    if (objection != null) {
      refuse(turn, envelope, objection);
      return;
    }
    if (vote == null) {
      turn.ballot(new Ballot(turn.ballot.term(), envelope.from()));
      turn.restartElection();
      turn.say(new RaftReason.VoteGiven(turn.ballot.term(), envelope.from()));
    }
    turn.reply(envelope.from(), new RaftMessage.Voted(true, sinceConfirmed(turn)));
  }

  static void refuse(Turn turn, Envelope envelope, Objection objection) {
    turn.object(envelope, objection);
    turn.reply(envelope.from(), new RaftMessage.Voted(false, sinceConfirmed(turn)));
  }

  private static Duration sinceConfirmed(Turn turn) {
    return turn.now.waitedSince(turn.timers.lastConfirmed());
  }

  private static @Nullable Objection objection(
      Turn turn, long lastIndex, long lastTerm, boolean bidden) {
    if (!bidden && hearsALeader(turn)) {
      return Objection.LEADER_ALIVE;
    }
    if (turn.members().equals(Members.NOBODY)) {
      return Objection.NO_STATE;
    }
    long ownTerm = turn.log.lastTerm();
    boolean complete =
        lastTerm > ownTerm || (lastTerm == ownTerm && lastIndex >= turn.log.last());
    return complete ? null : Objection.LOG_BEHIND; // section 5.4.1
  }

  private static boolean hearsALeader(Turn turn) {
    Moment heard = turn.timers.heard();
    return turn.role instanceof Role.Leader
        || (heard != null
            && turn.now.since(heard).compareTo(turn.settings.pace().shortest()) < 0);
  }
}
