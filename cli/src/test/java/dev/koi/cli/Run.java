package dev.koi.cli;

import java.io.ByteArrayInputStream;
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
    return of(Input.none(), environment, arguments);
  }

  /** With this on standard input, from a file or typed by a person. */
  static Run fed(String input, boolean typed, String... arguments) {
    byte[] bytes = input.getBytes(StandardCharsets.UTF_8);
    return of(new Input(new ByteArrayInputStream(bytes), () -> typed), Map.of(), arguments);
  }

  private static Run of(Input in, Map<String, String> environment, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    World world = new World(stream(out), stream(err), environment, false, in);
    int code = Koi.run(arguments, world);
    world.out().flush();
    world.err().flush();
    return new Run(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, false, StandardCharsets.UTF_8);
  }
}
