package dev.koi.core.raft;

/**
 * The state machine as it was after an entry, in place of all entries up to it (paper, section 7).
 *
 * @param state opaque
 */
public record Snapshot(Head head, Bytes state) {

  /**
   * What it stands for.
   *
   * @param members the configuration in force at {@code index}: the log that said so is forgotten
   * @param bytes the size of the state
   */
  public record Head(long index, long term, Members members, int bytes) {}

  /** Before the first entry: what the founders start with, or nobody's for one that is to join. */
  public static Snapshot founding(Members members) {
    return new Snapshot(new Head(0, 0, members, 0), Bytes.NONE);
  }

  public long index() {
    return head.index();
  }

  public long term() {
    return head.term();
  }
}
