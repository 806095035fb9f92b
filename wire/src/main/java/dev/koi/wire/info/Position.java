package dev.koi.wire.info;

/**
 * A place in a file.
 *
 * @param file as it was named by whoever asked for it; an included file relative to the same
 * @param line from 1
 * @param column in characters, from 1
 */
public record Position(String file, int line, int column) {

  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
