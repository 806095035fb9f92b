package dev.koi.cli.render;

/** What a colour says; on paper it says nothing, so no meaning hangs on it alone. */
enum Ink {
  PLAIN(""),
  GOOD("\u001b[32m"),
  DOUBTFUL("\u001b[33m"),
  BAD("\u001b[1;31m"),
  HEADER("\u001b[1m");

  private static final String END = "\u001b[0m";

  private final String begin;

  Ink(String begin) {
    this.begin = begin;
  }

  String paint(String text, Look look) {
    return look.colour() && this != PLAIN && !text.isEmpty() ? begin + text + END : text;
  }
}
