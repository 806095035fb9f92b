package dev.koi.core.message;

import java.util.Locale;

/** The six scripts of a service; each may be absent. */
public enum Action {
  START,
  STOP,
  PROMOTE,
  DEMOTE,
  STATUS,
  FAILED;

  /** The name of the script, and the argument of a single executable. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
