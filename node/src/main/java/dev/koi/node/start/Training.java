package dev.koi.node.start;

import dev.koi.node.port.Event;
import dev.koi.node.port.Journal;
import dev.koi.node.real.RealJournal;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * {@code koinode --train}: a cluster of one on loopback in a temporary folder, for four seconds, so that
 * the build can record which classes a daemon needs (the AOT cache). Nobody else calls it.
 */
final class Training {

  private static final long WORK_MILLIS = 4_000;

  private Training() {}

  static int run() throws CannotStart, IOException {
    Path folder = Files.createTempDirectory("koi-train");
    try {
      Files.createDirectories(folder.resolve("services/null"));
      Options within =
          new Options(
              List.of(write(folder)), null, EnumSet.of(Options.Log.CONSOLE), null, true, false, true);
      Reader reader = new Reader(within);
      return switch (reader.read()) {
        case Reader.Outcome.Good(Plan plan) -> work(within, reader, plan);
        case Reader.Outcome.Bad bad ->
            throw new IllegalStateException("the training configuration: " + bad.lines());
      };
    } finally {
      remove(folder);
    }
  }

  private static int work(Options options, Reader reader, Plan plan)
      throws CannotStart, IOException {
    Mailbox mailbox = new Mailbox();
    Journal journal = new RealJournal("koi");
    try (Logging.Open log = Logging.open(options, plan.configuration(), plan.name());
        Rereading files = new Rereading(reader, plan, mailbox, journal, log);
        ScheduledExecutorService alarm = Executors.newSingleThreadScheduledExecutor()) {
      Runnable stop = () -> mailbox.accept(new Event.Stop("trained"));
      var planned = alarm.schedule(stop, WORK_MILLIS, TimeUnit.MILLISECONDS);
      new Residence(plan, mailbox, files, journal).live(() -> {});
      planned.cancel(false);
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private static Path write(Path folder) throws IOException {
    int port;
    try (DatagramSocket probe = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      port = probe.getLocalPort();
    }
    String text =
        """
        node { name train
          port %d
          elector true
          runner true
          state_dir "%s/state"
          run_dir "%s/run" }
        cluster { password train-train-train
          transport "127.0.0.1" }
        service { folder "%s/services"
          workingdir "%s/services" }
        time { profile fast }
        """
            .formatted(port, folder, folder, folder, folder);
    return Files.writeString(folder.resolve("koi.conf"), text);
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
