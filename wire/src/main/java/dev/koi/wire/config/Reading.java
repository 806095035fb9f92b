package dev.koi.wire.config;

/** What became of a value's text. */
sealed interface Reading<T> {

  record Good<T>(T value) implements Reading<T> {}

  /**
   * Not a value.
   *
   * @param why a whole clause: "expected a number from 1 to 5, not '7'"
   */
  record Bad<T>(String why) implements Reading<T> {}

  static <T> Reading<T> good(T value) {
    return new Good<>(value);
  }

  static <T> Reading<T> expected(String what, String text) {
    return new Bad<>(
        "expected " + what + (text.isEmpty() ? ", but there is no value" : ", not '" + text + "'"));
  }
}
