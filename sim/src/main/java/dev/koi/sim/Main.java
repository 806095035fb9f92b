package dev.koi.sim;

import dev.koi.sim.store.Hunt;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** {@code bin/sim}: exit code 0 when nothing was violated, 1 when something was, 2 on a wrong call. */
public final class Main {

  private Main() {}

  /** Runs the command. */
  public static void main(String[] arguments) throws InterruptedException, ExecutionException {
    System.exit(run(List.of(arguments), System.out, System.err));
  }

  static int run(List<String> arguments, PrintStream out, PrintStream err)
      throws InterruptedException, ExecutionException {
    if (arguments.contains("-h") || arguments.contains("--help")) {
      out.print(Options.USAGE);
      return 0;
    }
    if (arguments.contains("--mutants")) {
      return hunt(arguments, out, err);
    }
    try {
      Options options = Options.parse(arguments);
      PrintStream buffered = 
          new PrintStream(
              new BufferedOutputStream(out, 1 << 16), !options.trace(), StandardCharsets.UTF_8);
      boolean clean = new Campaign(options, buffered, err).run();
      buffered.flush();
      return clean ? 0 : 1;
    } catch (Options.UsageException e) {
      err.println("sim: " + e.getMessage());
      err.print(Options.USAGE);
      return 2;
    }
  }

  private static int hunt(List<String> arguments, PrintStream out, PrintStream err)
      throws InterruptedException, ExecutionException {
    List<String> names = arguments.stream().filter(word -> !word.equals("--mutants")).toList();
    Path root = Path.of(System.getProperty("koi.root", "."));
    try {
      return new Hunt(root, Duration.ofMinutes(1), out).run(names) ? 0 : 1;
    } catch (IllegalArgumentException | IOException e) {
      err.println("sim: " + e.getMessage());
      return 2;
    }
  }
}
