package dev.koi.core.raft;

import dev.koi.core.name.MemberId;
import dev.koi.core.reason.RaftReason;

/** Takes in what others say: whose term counts (section 5.1), and who is to deal with it. */
final class Post {

  private Post() {}

  static void receive(Turn turn, Envelope envelope) {
    boolean ours =
        envelope.cluster().equals(turn.settings.cluster()) && envelope.to().equals(turn.self());
    if (!ours) {
      return;
    }
    long term = turn.ballot.term();
    if (envelope.term() < term) {
      past(turn, envelope);
    } else if (envelope.term() == term || mayEnter(turn, envelope)) {
      present(turn, envelope);
    }
  }

  /** From a term that is over: whoever asks is told the present one, an answer means nothing. */
  private static void past(Turn turn, Envelope envelope) {
    switch (envelope.message()) {
      case RaftMessage.PreVote _ -> turn.reply(envelope.from(), new RaftMessage.PreVoted(false));
      case RaftMessage.Vote _ -> Elections.refuse(turn, envelope, RaftReason.Objection.TERM_OVER);
      case RaftMessage.Append _, RaftMessage.Chunk _ ->
          turn.reply(envelope.from(), new RaftMessage.Outdated());
      case RaftMessage.PreVoted _,
          RaftMessage.Voted _,
          RaftMessage.Accepted _,
          RaftMessage.Rejected _,
          RaftMessage.ChunkTaken _,
          RaftMessage.TimeoutNow _,
          RaftMessage.Outdated _ -> {}
    }
  }

  /** From a later term: it is entered, unless it is one that does not exist yet, or should not. */
  private static boolean mayEnter(Turn turn, Envelope envelope) {
    return switch (envelope.message()) {
      case RaftMessage.PreVote _ -> true; // enters nothing
      case RaftMessage.PreVoted voted when voted.granted() -> true; // nor does a grant
      case RaftMessage.Vote vote -> Elections.mayDisturb(turn, envelope, vote);
      case RaftMessage.Append _, RaftMessage.Chunk _ -> true; // follows below
      case RaftMessage.PreVoted _,
          RaftMessage.Voted _,
          RaftMessage.Accepted _,
          RaftMessage.Rejected _,
          RaftMessage.ChunkTaken _,
          RaftMessage.TimeoutNow _,
          RaftMessage.Outdated _ -> {
        enter(turn, envelope.term(), envelope.from());
        yield true;
      }
    };
  }

  /** Without a leader so far. */
  static void enter(Turn turn, long term, MemberId from) {
    boolean led = turn.role instanceof Role.Leader;
    turn.follow(term, null, new RaftReason.LaterTerm(term, from));
    if (led) {
      turn.restartElection();
    }
  }

  private static void present(Turn turn, Envelope envelope) {
    MemberId from = envelope.from();
    switch (envelope.message()) {
      case RaftMessage.PreVote ask -> Elections.preVote(turn, envelope, ask);
      case RaftMessage.PreVoted answer -> Elections.preVoted(turn, envelope, answer.granted());
      case RaftMessage.Vote ask -> Elections.vote(turn, envelope, ask);
      case RaftMessage.Voted answer -> Elections.voted(turn, envelope, answer);
      case RaftMessage.Append append -> {
        Following.hear(turn, envelope.term(), from);
        Following.append(turn, from, append);
      }
      case RaftMessage.Chunk chunk -> {
        Following.hear(turn, envelope.term(), from);
        Following.chunk(turn, from, chunk);
      }
      case RaftMessage.Accepted answer -> Leading.accepted(turn, from, answer);
      case RaftMessage.Rejected answer -> Leading.rejected(turn, from, answer);
      case RaftMessage.ChunkTaken answer -> Leading.taken(turn, from, answer);
      case RaftMessage.TimeoutNow _ -> Elections.bidden(turn, from);
      case RaftMessage.Outdated _ -> {}
    }
  }
}
