package dev.koi.cli;

import dev.koi.core.lease.Profile;
import dev.koi.core.name.NodeName;
import dev.koi.wire.config.Configuration.Endpoint;
import dev.koi.wire.config.InitOptions;
import dev.koi.wire.config.InitOptions.Folders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code koi init}: writes koi.conf for one node, or for a whole cluster on loopback. */
@Command
final class Init implements Callable<Integer> {

  private static final int MOST_ON_LOOPBACK = 9;

  private final Options options;
  private final World world;

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--name", paramLabel = "NAME", description = "This node's name (default: the host's).")
  private @Nullable String name;

  @Option(
      names = "--address",
      paramLabel = "LIST",
      description = "Addresses of all nodes, this one too: separated by commas, each with :PORT if its"
          + " port differs (default: 127.0.0.1).")
  private String address = "127.0.0.1";

  @Option(names = "--port", paramLabel = "PORT", description = "UDP port of this node (default: 42012).")
  private int port = 42012;

  @Option(names = "--cluster-id", paramLabel = "ID", description = "The cluster's number (default: 13).")
  private int clusterId = 13;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "Everything below this folder: koi.conf, state, run, services.")
  private @Nullable Path folder;

  @Option(names = "--keyfile", paramLabel = "FILE", description = "The key (default: a new one is made).")
  private @Nullable Path keyfile;

  @Option(names = "--password", paramLabel = "TEXT", description = "A password instead of a key file.")
  private @Nullable String password;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "fast, normal or watchdog (default: normal).")
  private String profile = "normal";

  @Option(names = "--no-runner", description = "This node votes but runs no services.")
  private boolean noRunner;

  @Option(names = "--no-elector", description = "This node runs services but does not vote.")
  private boolean noElector;

  @Option(
      names = "--electors",
      paramLabel = "N",
      description = "How many of the nodes vote (default: all); the quorum is more than half.")
  private @Nullable Integer electors;

  @Option(
      names = "--loopback",
      paramLabel = "N",
      description = "N nodes named a, b, c ... on this machine, below --folder (default: .), with"
          + " ports from --port on.")
  private @Nullable Integer loopback;

  @Option(names = "--force", description = "Overwrite files that are there.")
  private boolean force;

  Init(Options options, World world) {
    this.options = options;
    this.world = world;
  }

  @Override
  public Integer call() {
    Reply reply = new Reply("koi init", options, world);
    List<String> said = new ArrayList<>();
    try {
      NewCluster cluster = new NewCluster(said::add, force);
      List<Path> written = loopback == null ? one(cluster) : onLoopback(cluster, loopback);
      said.add("next: koi config check -f " + written.getFirst());
      written.forEach(file -> said.add("      koinode -f " + file));
      said.add("      koi status -f " + written.getFirst());
      return reply.done(String.join("\n", said));
    } catch (IOException e) {
      said.forEach(world.err()::println); // what was written before stays there
      return reply.failed(Problems.of(e));
    }
  }

  private List<Path> one(NewCluster cluster) throws IOException {
    if (options.files.size() > 1) {
      throw usage("writes one file: -f once");
    }
    Path base = folder == null ? Path.of("") : folder;
    Path file = options.files.isEmpty() ? base.resolve("koi.conf") : options.files.getFirst();
    List<Endpoint> nodes = endpoints();
    Folders folders = folder == null ? Folders.standard() : NewCluster.below(folder);
    InitOptions node = node(name, nodes, port, secret(cluster, file.resolveSibling("koi.key")), folders);
    cluster.write(file, node);
    return List.of(file);
  }

  private List<Path> onLoopback(NewCluster cluster, int count) throws IOException {
    if (count < 1 || count > MOST_ON_LOOPBACK) {
      throw usage("--loopback takes 1 to " + MOST_ON_LOOPBACK + " nodes, not " + count);
    }
    Path base = folder == null ? Path.of("") : folder;
    List<Endpoint> nodes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      nodes.add(new Endpoint("127.0.0.1", port + i));
    }
    InitOptions.Secret secret = secret(cluster, base.resolve("koi.key"));
    List<Path> written = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String letter = String.valueOf((char) ('a' + i));
      Path home = base.resolve(letter);
      Path file = home.resolve("koi.conf");
      cluster.write(file, node(letter, nodes, port + i, secret, NewCluster.below(home)));
      written.add(file);
    }
    return written;
  }

  private InitOptions node(
      @Nullable String called, List<Endpoint> nodes, int udp, InitOptions.Secret secret, Folders at) {
    if (called != null && !NodeName.isLegal(called)) {
      throw usage("--name has 1 to 64 letters, digits, dots, dashes or underscores");
    }
    int voters = electors == null ? nodes.size() : electors;
    if (voters < 1) {
      throw usage("--electors must be 1 at least");
    }
    NodeName nodeName = called == null ? null : new NodeName(called);
    return new InitOptions(
        nodeName, !noElector, !noRunner, udp, clusterId, nodes, voters, secret, profile(), at, false);
  }

  private InitOptions.Secret secret(NewCluster cluster, Path fresh) throws IOException {
    if (password != null && keyfile != null) {
      throw usage("takes --password or --keyfile, not both");
    }
    if (password != null) {
      return new InitOptions.Password(password);
    }
    Path file = keyfile == null ? cluster.keyAt(fresh) : keyfile;
    return new InitOptions.KeyFilePath(file.toAbsolutePath().normalize().toString());
  }

  private Profile profile() {
    return Profile.named(profile)
        .orElseThrow(() -> usage("--profile is fast, normal or watchdog, not '" + profile + "'"));
  }

  private List<Endpoint> endpoints() {
    List<Endpoint> endpoints = new ArrayList<>();
    for (String text : address.split("[,; ]+", -1)) {
      if (!text.isEmpty()) {
        endpoints.add(endpoint(text));
      }
    }
    if (endpoints.isEmpty()) {
      throw usage("--address names no node");
    }
    return endpoints;
  }

  /** Splits only; whether the host is one is judged with the whole file. */
  private Endpoint endpoint(String text) {
    int close = text.indexOf(']');
    if (text.startsWith("[") && close > 1) {
      String rest = text.substring(close + 1);
      return new Endpoint(text.substring(1, close), rest.isEmpty() ? port : port(rest, text));
    }
    int colon = text.indexOf(':');
    boolean hasPort = colon > 0 && colon == text.lastIndexOf(':');
    return hasPort
        ? new Endpoint(text.substring(0, colon), port(text.substring(colon), text))
        : new Endpoint(text, port);
  }

  private int port(String rest, String text) {
    try {
      int number = Integer.parseInt(rest.startsWith(":") ? rest.substring(1) : "");
      if (number >= 1 && number <= 65535) {
        return number;
      }
    } catch (NumberFormatException _) {
      // Said below, as for a number that no port has.
    }
    throw usage("--address: expected HOST, HOST:PORT or [IPV6]:PORT, not '" + text + "'");
  }

  private RuntimeException usage(String text) {
    return spec == null
        ? new IllegalArgumentException(text)
        : new ParameterException(spec.commandLine(), text);
  }
}
