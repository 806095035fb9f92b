package dev.koi.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What one command line printed and returned. */
record Run(int code, String out, String err) {

  static Run koi(String... arguments) {
    return in(Map.of(), arguments);
  }

  static Run in(Map<String, String> environment, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    World world = new World(stream(out), stream(err), environment, false);
    int code = Koi.run(arguments, world);
    world.out().flush();
    world.err().flush();
    return new Run(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, false, StandardCharsets.UTF_8);
  }
}
