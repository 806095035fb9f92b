package dev.koi.core.raft;

/**
 * One place in the log.
 *
 * @param index its place; the first is 1
 * @param term the term of the leader that appended it
 */
public record Entry(long index, long term, Content content) {

  /** What index, term and kind take in a message, generously. */
  private static final int FRAME_BYTES = 24;

  /** Roughly how many bytes it takes in a message. */
  public int bytes() {
    return FRAME_BYTES + content.bytes();
  }
}
