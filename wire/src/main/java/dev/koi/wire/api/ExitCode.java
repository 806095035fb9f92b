package dev.koi.wire.api;

/** How every command ends. Numbers, not an enum: programs and scripts see nothing else of them. */
public final class ExitCode {

  public static final int DONE = 0;

  /** Refused, or tried and failed. */
  public static final int FAILED = 1;

  /** Wrong arguments or a malformed request. */
  public static final int USAGE = 2;

  /** Nobody reachable, or no quorum in time. */
  public static final int NOBODY = 3;

  /** The status of a cluster whose verdict is neither OK nor MAINTENANCE. */
  public static final int NOT_WELL = 4;

  // Those of lite-raft, for the commands about the store.

  /** The condition holds, and the key has that value already. */
  public static final int ALREADY = 5;

  /** The condition does not hold, whatever the value is. */
  public static final int CONDITION_FALSE = 6;

  /** A condition about a key that does not exist. */
  public static final int NOTHING_TO_TEST = 7;

  public static final int NO_FOLDER = 8;

  public static final int NO_KEY = 9;

  private ExitCode() {}
}
