package dev.koi.core.message;

/** What a node is at the moment, in the words of the original ({@code KOI_STATE}). */
public enum NodeState {
  /** A service failed: nothing runs here until the node recovers. */
  FAILED("Failed"),
  /** Not heard any more. */
  DISCONNECTED("Disconnected"),
  /** Nothing runs. */
  STOPPED("Stopped"),
  /** Services run, but it cannot be promoted now. */
  LIVE("Live"),
  /** Services run, and it could be promoted. */
  SLAVE("Slave"),
  /** It is promoted. */
  MASTER("Master"),
  /** It runs no services. */
  ELECTOR("Elector"),
  /** None of these. */
  OTHER("Other");

  private final String word;

  NodeState(String word) {
    this.word = word;
  }

  /** As shown to people and scripts. */
  public String word() {
    return word;
  }
}
