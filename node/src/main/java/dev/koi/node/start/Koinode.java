package dev.koi.node.start;

import dev.koi.core.name.NodeName;
import dev.koi.node.port.Event;
import dev.koi.wire.api.Program;
import dev.koi.wire.config.Configuration;
import dev.koi.wire.config.Loaded;
import dev.koi.wire.config.Loader;
import dev.koi.wire.config.Problem;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** One run of koinode, from its arguments to its exit code. */
public final class Koinode {

  private static final int FAILED = 1;
  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

  private Koinode() {}

  /** Runs a node until it is told to stop. */
  public static int run(String[] arguments) {
    return switch (Options.parse(arguments, Program.VERSION)) {
      case Options.Parsed.Say say -> {
        (say.exitCode() == 0 ? System.out : System.err).print(say.text());
        yield say.exitCode();
      }
      case Options.Parsed.Run run -> run(run.options());
    };
  }

  private static int run(Options options) {
    try {
      if (options.train()) {
        return Training.run(options);
      }
      Configuration configuration = load(options.files());
      return serve(options, configuration, nameOf(options, configuration));
    } catch (CannotStart | IOException e) {
      System.err.println("koinode: " + e.getMessage());
      return FAILED;
    }
  }

  static int serve(Options options, Configuration configuration, NodeName name)
      throws CannotStart, IOException {
    boolean colour = !options.noColour() && isTerminal();
    Logging.console(
        options.debug() ? Configuration.LogLevel.TRACE : configuration.node().logLevel(), colour);
    try (House house = House.raise(configuration, name)) {
      CountDownLatch gone = new CountDownLatch(1);
      Thread hook = new Thread(() -> stopAndWait(house, gone), "koi-stop");
      Runtime.getRuntime().addShutdownHook(hook);
      house.run();
      gone.countDown();
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return FAILED;
    }
  }

  /**
   * SIGINT, SIGTERM, SIGHUP. A shutdown hook rather than a signal handler of our own, which has no
   * supported API; but a stop on request is a success, so it ends with 0 and not with 128 + signal.
   */
  private static void stopAndWait(House house, CountDownLatch gone) {
    if (gone.getCount() == 0) {
      return; // it ended by itself, and its exit code stands
    }
    house.post(new Event.Stop("told by a signal"));
    try {
      gone.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(0);
  }

  private static Configuration load(List<Path> given) throws CannotStart {
    Loaded loaded = Loader.load(given.isEmpty() ? Loader.defaultFiles() : given);
    for (Problem problem : loaded.problems()) {
      System.err.println(problem);
    }
    if (loaded.configuration() == null) {
      throw new CannotStart("the configuration has mistakes (koi config check shows what follows)");
    }
    return loaded.configuration();
  }

  private static NodeName nameOf(Options options, Configuration configuration) throws CannotStart {
    if (options.name() != null) {
      return options.name();
    }
    if (configuration.node().name() != null) {
      return configuration.node().name();
    }
    String host = hostName();
    if (NodeName.isLegal(host)) {
      return new NodeName(host);
    }
    throw new CannotStart("the host name " + host + " is no node name: write node.name, or use -n");
  }

  /**
   * The kernel's, as hostname(1) prints it. Not InetAddress.getLocalHost(), which looks the name up:
   * it fails, or waits for name servers, where neither a server nor /etc/hosts knows this machine.
   */
  private static String hostName() throws CannotStart {
    try {
      return Files.readString(HOST_NAME).strip();
    } catch (IOException e) {
      throw new CannotStart("cannot read this machine's host name: write node.name, or use -n (" + e + ")");
    }
  }

  @SuppressWarnings("SystemConsoleNull") // from 25 on it is null again when output is redirected
  private static boolean isTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }
}
