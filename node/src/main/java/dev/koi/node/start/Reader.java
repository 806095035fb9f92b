package dev.koi.node.start;

import dev.koi.core.name.NodeName;
import dev.koi.node.log.Words;
import dev.koi.wire.config.Configuration;
import dev.koi.wire.config.Loaded;
import dev.koi.wire.config.Loader;
import dev.koi.wire.config.Problem;
import dev.koi.wire.config.Severity;
import dev.koi.wire.config.Stated;
import dev.koi.wire.keys.ClusterKey;
import dev.koi.wire.seal.KeyRing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the configuration's files and the key file that they name; at start, and again when told to. */
final class Reader {

  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

  private final Options options;

  /** Where it was found at the start is where it is read again, even if another comes to be nearer. */
  private final List<Path> files;

  Reader(Options options) {
    this.options = options;
    this.files = options.files().isEmpty() ? Loader.defaultFiles() : options.files();
  }

  /** What was read, or what is wrong with it. */
  sealed interface Outcome {

    record Good(Plan plan) implements Outcome {}

    /** Every mistake, and the warnings between them. */
    record Bad(List<String> lines) implements Outcome {}
  }

  Outcome read() {
    Loaded loaded = Loader.load(files);
    List<String> lines = loaded.problems().stream().map(Problem::toString).toList();
    Configuration configuration = loaded.configuration();
    Stated stated = loaded.stated();
    if (configuration == null || stated == null) {
      return new Outcome.Bad(lines);
    }
    List<String> warnings = new ArrayList<>();
    for (Problem problem : loaded.problems()) {
      if (problem.severity() == Severity.WARNING) {
        warnings.add(problem.toString());
      }
    }
    try {
      NodeName name = nameOf(configuration);
      KeyRing keys = ClusterKey.ring(configuration.cluster());
      return new Outcome.Good(new Plan(configuration, stated, name, keys, warnings));
    } catch (CannotStart e) {
      return new Outcome.Bad(append(lines, String.valueOf(e.getMessage())));
    } catch (IOException e) {
      return new Outcome.Bad(append(lines, "cluster.keyfile: " + Words.of(e)));
    }
  }

  private static List<String> append(List<String> lines, String last) {
    List<String> all = new ArrayList<>(lines);
    all.add(last);
    return all;
  }

  private NodeName nameOf(Configuration configuration) throws CannotStart {
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
}
