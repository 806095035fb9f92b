package dev.koi.cli;

import dev.koi.wire.api.ExitCode;
import dev.koi.wire.config.Bounds;
import dev.koi.wire.config.Configuration;
import dev.koi.wire.config.Loaded;
import dev.koi.wire.config.Loader;
import dev.koi.wire.config.Problem;
import dev.koi.wire.config.Severity;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code koi config check}: every problem, then what the configuration promises. */
@Command
final class ConfigCheck implements Callable<Integer> {

  private final Options options;
  private final World world;

  ConfigCheck(Options options, World world) {
    this.options = options;
    this.world = world;
  }

  @Override
  public Integer call() {
    Loaded loaded = Loader.load(ConfigKeys.files(options));
    Configuration configuration = loaded.configuration();
    if (options.format == Options.Format.JSON) {
      String[] bounds =
          configuration == null
              ? new String[0]
              : Bounds.describe(configuration).toArray(String[]::new);
      world.out().println(ConfigKeys.json(List.of(), loaded.problems(), bounds));
      return configuration == null ? ExitCode.FAILED : ExitCode.DONE;
    }
    loaded.problems().forEach(world.out()::println);
    if (configuration == null) {
      long errors = loaded.problems().stream().filter(ConfigCheck::isError).count();
      String count = errors == 1 ? "1 error" : errors + " errors";
      world.out().println(count + ": no node starts with it");
      return ExitCode.FAILED;
    }
    if (!loaded.problems().isEmpty()) {
      world.out().println();
    }
    Bounds.describe(configuration).forEach(world.out()::println);
    return ExitCode.DONE;
  }

  private static boolean isError(Problem problem) {
    return problem.severity() == Severity.ERROR;
  }
}
