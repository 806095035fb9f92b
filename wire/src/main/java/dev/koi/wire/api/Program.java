package dev.koi.wire.api;

/** Which koi this is. */
public final class Program {

  /** The pom's version. A constant, since reading it from a jar's manifest costs start-up time. */
  public static final String VERSION = "0.1.0";

  private Program() {}
}
