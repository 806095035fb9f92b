package dev.koi.node.start;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * {@code --daemonize}: a daemon for whoever has no systemd.
 *
 * <p>A JVM cannot fork and go on, since only the forking thread would live in the child. So the process
 * that was called begins another of the same command line, in a session of its own and with SIGHUP
 * ignored (that is what the shell line is for; a JVM that finds SIGHUP ignored leaves it so), and waits
 * for one word on the pipe that is its standard output. Until then the daemon complains where the caller
 * reads, on the caller's standard error; with that word it lets go of both, so that a script which waits
 * for the end of our output does not wait for the daemon.
 */
final class Background {

  /** Tells the other process what it is. A property, since scripts would inherit a variable. */
  static final String PROPERTY = "koi.daemonized";

  private static final String READY = "ready";
  private static final String BEGIN = "trap '' HUP; exec setsid \"$0\" \"$@\"";
  private static final int FAILED = 1;

  private Background() {}

  /** Whether this is the process that stays. */
  static boolean isDaemon() {
    return Boolean.getBoolean(PROPERTY);
  }

  /** In the process that was called: its exit code, once the daemon runs or does not. */
  static int begin() throws IOException {
    Process daemon =
        new ProcessBuilder(command())
            .redirectInput(new File("/dev/null"))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Thread hook = new Thread(daemon::destroy, "koi-cancel");
    Runtime.getRuntime().addShutdownHook(hook);
    try (BufferedReader said =
        new BufferedReader(new InputStreamReader(daemon.getInputStream(), StandardCharsets.US_ASCII))) {
      boolean runs = READY.equals(said.readLine());
      Runtime.getRuntime().removeShutdownHook(hook);
      return runs ? 0 : exitCode(daemon);
    }
  }

  /** In the process that stays: it runs, and needs the caller's terminal no more. */
  static void ready() {
    System.out.println(READY);
    System.out.flush();
    try {
      StandardStreams.toNull();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int exitCode(Process daemon) {
    try {
      int code = daemon.waitFor();
      return code == 0 ? FAILED : code; // ended in good order before it ran: told to stop
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return FAILED;
    }
  }

  /** Our own command line with the property in it. From the kernel: the JDK's is cut when it is long. */
  private static List<String> command() throws IOException {
    String all = Files.readString(Path.of("/proc/self/cmdline"), StandardCharsets.UTF_8);
    List<String> words = new ArrayList<>(Arrays.asList(all.split("\0", -1)));
    words.removeLast(); // behind the last zero there is nothing
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", BEGIN));
    command.add(Files.readSymbolicLink(Path.of("/proc/self/exe")).toString());
    command.add("-D" + PROPERTY + "=true");
    command.addAll(words.subList(1, words.size()));
    return command;
  }
}
