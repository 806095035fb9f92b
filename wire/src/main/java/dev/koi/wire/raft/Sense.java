package dev.koi.wire.raft;

import dev.koi.core.raft.Content;
import dev.koi.core.raft.Entry;
import dev.koi.core.raft.Envelope;
import dev.koi.core.raft.Members;
import dev.koi.core.raft.RaftMessage;
import dev.koi.core.raft.Snapshot;
import dev.koi.wire.datagram.Fields;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What core.raft takes for granted of a message, as far as the message alone shows it. Core does not ask
 * again: there a hole in the entries is an exception, which stops the member, and a negative offset is a
 * snapshot that never arrives. So a member with the right key and a wrong head (another version, broken
 * memory, a flipped bit before the seal) is refused here, and disturbs nobody.
 *
 * <p>What only the receiver's state shows is not asked: two leaders in one term, or a leader that
 * contradicts what is agreed, is a broken promise of Raft's own, and core stops for it.
 */
final class Sense {

  /**
   * Terms, indices and rounds are below: then nothing that core adds to one overflows, a varint of one
   * takes seven bytes at most, and so an entry takes no more around its content than {@link Entry#bytes}
   * says. With ten thousand entries a second, enough for 1,700 years.
   */
  static final long END = 1L << 49;

  /** Longer than any process lives; a clock's reading less this does not overflow. */
  static final Duration LONGEST_SILENCE = Duration.ofNanos(1L << 62);

  private Sense() {}

  /**
   * The same envelope.
   *
   * @throws IllegalArgumentException if no member in its senses sends it
   */
  static Envelope checked(Envelope envelope) {
    // An Append to oneself would be another leader in one's own term.
    Fields.require(!envelope.from().equals(envelope.to()), "nobody writes to itself");
    long term = envelope.term();
    number(term, "a term");
    boolean refusal = envelope.message() instanceof RaftMessage.PreVoted voted && !voted.granted();
    Fields.require(term > 0 || refusal, "in term 0 one refuses pre-votes, and says nothing else");
    switch (envelope.message()) {
      case RaftMessage.PreVote m -> candidate(term, m.lastIndex(), m.lastTerm());
      case RaftMessage.Vote m -> candidate(term, m.lastIndex(), m.lastTerm());
      case RaftMessage.Voted m ->
          Fields.require(
              m.sinceConfirmed().compareTo(LONGEST_SILENCE) < 0,
              "since a leader was confirmed it is less than 2^62 ns");
      case RaftMessage.Append m -> append(term, m);
      case RaftMessage.Accepted m -> accepted(m);
      case RaftMessage.Rejected m -> rejected(term, m);
      case RaftMessage.Chunk m -> chunk(term, m);
      case RaftMessage.ChunkTaken m -> chunkTaken(m);
      case RaftMessage.PreVoted _, RaftMessage.TimeoutNow _, RaftMessage.Outdated _ -> {}
    }
    return envelope;
  }

  /** The term is one that the candidate would enter, so nothing in its log is of it yet. */
  private static void candidate(long term, long lastIndex, long lastTerm) {
    place(lastIndex, lastTerm, "the last entry");
    Fields.require(lastTerm < term, "a candidate's last entry is of a term before");
  }

  private static void append(long term, RaftMessage.Append m) {
    place(m.prevIndex(), m.prevTerm(), "the entry before");
    number(m.commit(), "a commit index");
    ask(m.ask());
    long index = m.prevIndex();
    long before = m.prevTerm();
    for (Entry entry : m.entries()) {
      index++;
      Fields.require(entry.index() == index, "entries follow the one before without a hole");
      place(index, entry.term(), "an entry");
      Fields.require(entry.term() >= before, "terms never fall along a log");
      before = entry.term();
      if (entry.content() instanceof Content.Configuration configuration) {
        members(configuration.members());
      }
    }
    Fields.require(before <= term, "a leader has no entries of a later term than its own");
  }

  private static void accepted(RaftMessage.Accepted m) {
    number(m.received(), "what was received");
    number(m.match(), "what is on disk");
    Fields.require(m.match() <= m.received(), "what is on disk was received before");
    ask(m.answered());
  }

  /**
   * A hint behind the entry that is lacking would have the same sent again, for ever. The very same index
   * is let through: it comes from a follower whose agreed entries the leader contradicts, and then they
   * shall meet.
   */
  private static void rejected(long term, RaftMessage.Rejected m) {
    number(m.prevIndex(), "the index of the entry before");
    place(m.hintIndex(), m.hintTerm(), "a hint");
    Fields.require(m.hintIndex() <= m.prevIndex(), "a hint lies not behind what is lacking");
    Fields.require(m.hintTerm() <= term, "a hint's term is not later than the message's");
    ask(m.answered());
  }

  private static void chunk(long term, RaftMessage.Chunk m) {
    Snapshot.Head head = m.head();
    place(head.index(), head.term(), "a snapshot's last entry");
    Fields.require(head.index() > 0, "a snapshot that is sent replaces entries");
    Fields.require(head.term() <= term, "a leader has no snapshot of a later term than its own");
    Fields.require(head.bytes() >= 0, "a snapshot has less than 2^31 bytes");
    members(head.members());
    int left = head.bytes() - m.piece().size();
    Fields.require(m.offset() >= 0 && m.offset() <= left, "a piece lies within its snapshot");
    // Anywhere else it moves nothing, and the follower would gather it all the same.
    boolean empty = m.piece().size() == 0;
    Fields.require(!empty || m.offset() == head.bytes(), "a piece is empty only at the end");
    ask(m.ask());
  }

  private static void chunkTaken(RaftMessage.ChunkTaken m) {
    number(m.index(), "a snapshot's index");
    Fields.require(m.index() > 0, "a snapshot that is sent replaces entries");
    Fields.require(m.next() >= 0, "what was taken of a snapshot is less than 2^31 bytes");
    ask(m.answered());
  }

  /** Nobody could ever agree to anything again. On disk it is different: so begins who is to join. */
  private static void members(Members members) {
    Fields.require(!members.voters().isEmpty(), "a cluster has a voter");
  }

  private static void ask(RaftMessage.@Nullable Ask ask) {
    if (ask != null) {
      number(ask.round(), "a round");
    }
  }

  /** Index and term of an entry, or of what is before the first: 0 and 0. */
  private static void place(long index, long term, String whose) {
    number(index, "an index");
    number(term, "a term");
    if ((index == 0) != (term == 0)) {
      throw new IllegalArgumentException(whose + " has an index and a term, or 0 and 0");
    }
  }

  private static void number(long number, String what) {
    if (number < 0 || number >= END) {
      throw new IllegalArgumentException(what + " is less than 2^49");
    }
  }
}
