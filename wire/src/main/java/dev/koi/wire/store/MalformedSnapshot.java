package dev.koi.wire.store;

/** A snapshot that no version of koi wrote; the text says what was expected. */
public sealed class MalformedSnapshot extends Exception permits UnknownSnapshot {

  private static final long serialVersionUID = 1;

  MalformedSnapshot(String why) {
    super(why);
  }
}
