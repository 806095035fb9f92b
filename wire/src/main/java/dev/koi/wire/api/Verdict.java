package dev.koi.wire.api;

/** How the cluster is, in a word. Who makes a view takes the first that applies, top to bottom. */
public enum Verdict {
  /** This view hears too few electors. */
  NO_QUORUM("NO QUORUM", ExitCode.NOT_WELL),
  /** No script runs and nobody is elected, because someone said so. */
  MAINTENANCE("MAINTENANCE", ExitCode.DONE),
  /** A group that should have a master has none that is promoted. */
  NO_MASTER("NO MASTER", ExitCode.NOT_WELL),
  /** A known node is silent, starting or failed, or a holder is unconfirmed. */
  DEGRADED("DEGRADED", ExitCode.NOT_WELL),
  OK("OK", ExitCode.DONE);

  private final String word;
  private final int code;

  Verdict(String word, int code) {
    this.word = word;
    this.code = code;
  }

  /** As written in JSON and shown to people. */
  public String word() {
    return word;
  }

  /** The exit code of a status with this verdict. */
  public int code() {
    return code;
  }
}
