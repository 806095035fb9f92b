package dev.koi.wire.config;

/** What becomes of a changed key when a running daemon reads its files again. */
public enum OnReload {
  /** It counts at once; nobody is moved. */
  IN_PLACE("in place"),
  /** A lease keeps the values that it was granted with (SAFETY, Words). */
  NEXT_GRANT("from the next grant on"),
  /** The node demotes, hands over, stops, and begins anew in the same process. */
  RESTART("restarted the inside"),
  /** It says how a daemon begins, and means nothing to one that runs. */
  AT_START("counts only when a daemon starts"),
  /** Accepted, and changes nothing in this version. */
  NOTHING("changes nothing");

  private final String words;

  OnReload(String words) {
    this.words = words;
  }

  /** For people: what was done with the key. */
  public String words() {
    return words;
  }
}
