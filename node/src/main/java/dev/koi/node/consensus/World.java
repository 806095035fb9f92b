package dev.koi.node.consensus;

import dev.koi.core.raft.Bytes;
import dev.koi.core.raft.Envelope;
import dev.koi.core.raft.RaftOutput;
import dev.koi.core.reason.RaftReason;
import dev.koi.core.time.Moment;
import java.util.function.Supplier;

/** What a member of the consensus does to the world, and whom it tells. Nothing here waits. */
public interface World {

  /** Onto the disk; then {@link Consensus#persisted} or {@link Consensus#persistFailed}. */
  void persist(RaftOutput.Persist persist);

  /** To another member; may be lost. */
  void send(Envelope envelope);

  /**
   * Has bytes made of a state, elsewhere; then {@link Consensus#frozen}. One at a time is asked for.
   *
   * @param index after which entry the state was that
   */
  void encode(long index, Supplier<Bytes> state);

  /** A random number, another one each time. */
  long draw();

  /** This member leads; see {@link RaftOutput.Elected}. */
  void elected(long term, Moment confirmed);

  /** It does not lead any more. */
  void deposed(long term);

  /** It takes part no more. */
  void ended(RaftReason why);

  void note(RaftReason reason);
}
