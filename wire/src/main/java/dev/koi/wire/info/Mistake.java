package dev.koi.wire.info;

/** Something that is not INFO, or a file that cannot be read. */
public record Mistake(Position at, String text) {

  @Override
  public String toString() {
    return at + ": " + text;
  }
}
