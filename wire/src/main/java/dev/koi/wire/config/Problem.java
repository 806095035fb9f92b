package dev.koi.wire.config;

/**
 * Something in a configuration that a person should read.
 *
 * @param file empty when no file was found at all
 * @param line from 1
 * @param column from 1
 * @param text what is wrong and what was expected
 */
public record Problem(Severity severity, String file, int line, int column, String text) {

  @Override
  public String toString() {
    String where = file.isEmpty() ? "" : file + ":" + line + ":" + column + ": ";
    return where + severity + ": " + text;
  }
}
