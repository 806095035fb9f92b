package dev.koi.wire.api;

/** Where a group stands between nobody and a promoted master. */
public enum Phase {
  /** Nobody holds it. */
  VACANT("Vacant"),
  /** Someone holds it and has not begun to promote. */
  GRANTED("Granted"),
  PROMOTING("Promoting"),
  PROMOTED("Promoted"),
  DEMOTING("Demoting"),
  /** Nobody holds it, and nobody is elected until someone says so. */
  MANUAL("Manual"),
  /** The last holder is silent: its lease must run out before anyone else may hold the group. */
  WAITING("Waiting");

  private final String word;

  Phase(String word) {
    this.word = word;
  }

  /** As written in JSON and shown to people. */
  public String word() {
    return word;
  }
}
