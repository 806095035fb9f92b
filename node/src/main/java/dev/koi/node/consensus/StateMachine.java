package dev.koi.node.consensus;

import dev.koi.core.raft.Bytes;
import java.util.function.Supplier;

/**
 * What all members keep alike: a function of the commands that were agreed, and of nothing else.
 *
 * @param <R> what comes of a command
 */
public interface StateMachine<R> {

  /**
   * Applies a command.
   *
   * @param index its place in the log; grows, with holes where the log says something that is no command
   */
  R apply(long index, Bytes command);

  /**
   * Its state as of now, to be written down. Taking it must be cheap, since everything waits for it; making
   * bytes of it may take long, and is done elsewhere while commands go on.
   */
  Supplier<Bytes> freeze();

  /**
   * Becomes what a snapshot says.
   *
   * @param index after which entry it was taken
   */
  void restore(long index, Bytes state);
}
