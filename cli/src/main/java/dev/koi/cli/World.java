package dev.koi.cli;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;

/**
 * What surrounds the command.
 *
 * @param terminal whether {@code out} is one
 */
record World(
    PrintStream out, PrintStream err, Map<String, String> environment, boolean terminal, Input in) {

  private static final int DEFAULT_WIDTH = 80;
  private static final int NARROWEST = 40;

  World {
    environment = Map.copyOf(environment);
  }

  /** The same with another place to print to. */
  World into(PrintStream other) {
    return new World(other, other, environment, terminal, in);
  }

  /** The same with this many columns. */
  World broad(int columns) {
    Map<String, String> other = new HashMap<>(environment);
    other.put("COLUMNS", Integer.toString(columns));
    return new World(out, err, other, terminal, in);
  }

  /** Columns, by COLUMNS, which bin/koi sets on a terminal: to ask for it here would be slower. */
  int width() {
    String columns = environment.getOrDefault("COLUMNS", "");
    boolean number = !columns.isEmpty() && columns.length() < 5;
    for (int i = 0; i < columns.length(); i++) {
      number &= Character.isDigit(columns.charAt(i));
    }
    return number ? Math.max(NARROWEST, Integer.parseInt(columns)) : DEFAULT_WIDTH;
  }

  /** Whether colours are wanted when nobody says so on the command line. */
  boolean likesColour() {
    return terminal
        && environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !"dumb".equals(environment.get("TERM"));
  }
}
