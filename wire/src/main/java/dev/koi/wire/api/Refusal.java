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
  STOPPING("stopping", ExitCode.FAILED),
  /** Nobody is an elector, so there is no store. */
  NO_STORE("no-store", ExitCode.FAILED),
  /** The keys below {@code koi/} are koi's own. */
  NOT_WRITABLE("not-writable", ExitCode.FAILED),
  /** It would be a key and a folder. */
  KEY_OR_FOLDER("key-or-folder", ExitCode.FAILED),
  TOO_LONG("too-long", ExitCode.FAILED),
  /** The condition holds, and the key has that value already. */
  ALREADY("already", ExitCode.ALREADY),
  CONDITION_FALSE("condition-false", ExitCode.CONDITION_FALSE),
  /** A condition about a key that does not exist. */
  NOTHING_TO_TEST("nothing-to-test", ExitCode.NOTHING_TO_TEST),
  NO_FOLDER("no-folder", ExitCode.NO_FOLDER),
  NO_KEY("no-key", ExitCode.NO_KEY);

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
