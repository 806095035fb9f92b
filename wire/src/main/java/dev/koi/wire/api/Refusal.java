package dev.koi.wire.api;

/** Why a request was not done, for programs; the message beside it is for people. */
public enum Refusal {
  /** The request is no request. */
  MALFORMED("malformed", ExitCode.USAGE),
  /** The asking user may only read. */
  NOT_ALLOWED("not-allowed", ExitCode.FAILED),
  /** Too many questions or connections at once. */
  OVERLOADED("overloaded", ExitCode.FAILED),
  /** The daemon did not answer, or there is none. */
  UNREACHABLE("unreachable", ExitCode.NOBODY),
  /** No leader was found in time. */
  NO_LEADER("no-leader", ExitCode.NOBODY),
  /** Too few electors were heard in time. */
  NO_QUORUM("no-quorum", ExitCode.NOBODY),
  UNKNOWN_NODE("unknown-node", ExitCode.FAILED),
  UNKNOWN_GROUP("unknown-group", ExitCode.FAILED),
  /** The node cannot take what it should take now. */
  NOT_ELIGIBLE("not-eligible", ExitCode.FAILED),
  /** The cluster is in maintenance mode. */
  MAINTENANCE("maintenance", ExitCode.FAILED),
  /** A later order took this one's place. */
  SUPERSEDED("superseded", ExitCode.FAILED),
  /** It was tried and went wrong. */
  FAILED("failed", ExitCode.FAILED),
  /** It was not done in time, and goes on. */
  NOT_IN_TIME("not-in-time", ExitCode.FAILED),
  /** The daemon is going down. */
  STOPPING("stopping", ExitCode.FAILED);

  private final String word;
  private final int code;

  Refusal(String word, int code) {
    this.word = word;
    this.code = code;
  }

  /** As written in JSON. */
  public String word() {
    return word;
  }

  /** The exit code that belongs to it. */
  public int code() {
    return code;
  }
}
