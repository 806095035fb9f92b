package dev.koi.house;

/** Where a rule is broken, and how. */
record Finding(String path, long line, String message) {

  @Override
  public String toString() {
    return path + ":" + line + ": " + message;
  }
}
