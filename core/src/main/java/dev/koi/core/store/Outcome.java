package dev.koi.core.store;

/** What became of a command. */
public sealed interface Outcome {

  /**
   * It happened.
   *
   * @param revision by which the key can be told from what it was and will be
   */
  record Done(long revision) implements Outcome {}

  /** It did not, and nothing changed. */
  record Refused(Why why, String what) implements Outcome {}

  /** Why not. */
  enum Why {
    /** There is no such key. */
    NO_KEY,
    /** The condition does not hold. */
    FALSE,
    /** The condition holds, and the key has that value already. */
    ALREADY,
    /** It would be a key and a folder. */
    KEY_OR_FOLDER,
    /** The value is too long. */
    TOO_LONG,
  }
}
