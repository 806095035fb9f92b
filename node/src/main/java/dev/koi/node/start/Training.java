package dev.koi.node.start;

import dev.koi.core.name.NodeName;
import dev.koi.node.port.Event;
import dev.koi.wire.config.Configuration;
import dev.koi.wire.config.Loaded;
import dev.koi.wire.config.Loader;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * {@code koinode --train}: a cluster of one on loopback in a temporary folder, for two seconds, so that
 * the build can record which classes a daemon needs (the AOT cache). Nobody else calls it.
 */
final class Training {

  private static final long WORK_MILLIS = 2_500;

  private Training() {}

  static int run(Options options) throws CannotStart, IOException {
    Path folder = Files.createTempDirectory("koi-train");
    try {
      Files.createDirectories(folder.resolve("services/null"));
      Loaded loaded = Loader.load(java.util.List.of(write(folder)));
      Configuration configuration = loaded.configuration();
      if (configuration == null) {
        throw new IllegalStateException("the training configuration: " + loaded.problems());
      }
      Logging.console(Configuration.LogLevel.INFO, false);
      return work(configuration, options.name() == null ? new NodeName("train") : options.name());
    } finally {
      remove(folder);
    }
  }

  private static int work(Configuration configuration, NodeName name)
      throws CannotStart, IOException {
    try (House house = House.raise(configuration, name);
        ScheduledExecutorService alarm = Executors.newSingleThreadScheduledExecutor()) {
      Runnable stop = () -> house.post(new Event.Stop("trained"));
      var planned = alarm.schedule(stop, WORK_MILLIS, TimeUnit.MILLISECONDS);
      house.run();
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
