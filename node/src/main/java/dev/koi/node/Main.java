package dev.koi.node;

import dev.koi.node.start.Koinode;

/** The program {@code koinode}. */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    System.exit(Koinode.run(arguments));
  }
}
