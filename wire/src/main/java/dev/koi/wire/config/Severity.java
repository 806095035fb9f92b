package dev.koi.wire.config;

import java.util.Locale;

/** An error keeps a node from starting; a warning does not. */
public enum Severity {
  ERROR,
  WARNING;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
