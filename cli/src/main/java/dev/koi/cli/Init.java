package dev.koi.cli;

import dev.koi.core.lease.Profile;
import dev.koi.core.name.NodeName;
import dev.koi.wire.config.Configuration.Endpoint;
import dev.koi.wire.config.InitOptions;
import dev.koi.wire.config.InitOptions.Folders;
import java.io.IOException;
import java.nio.file.Files;
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

  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

  private final Options options;
  private final World world;

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--name", paramLabel = "NAME", description = "This node's name (default: the host's).")
  private @Nullable String name;

  @Option(
      names = "--address",
      paramLabel = "LIST",
      description = "All nodes, this one too: NAME=ADDRESS, separated by commas, with :PORT behind it if the"
          + " port differs. Host names alone are the nodes' names too; addresses alone leave them unknown:"
          + " then there is no store (default: 127.0.0.1).")
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
      paramLabel = "LIST",
      description = "Who votes and keeps the store: names of nodes, or how many of --address from the first"
          + " (default: all). More than half of them decide.")
  private @Nullable String electors;

  @Option(
      names = "--no-store",
      description = "As in the original: a quorum of electors, and no keys and values that all agree on.")
  private boolean noStore;

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
      List<Path> written = loopback == null ? one(cluster, said) : onLoopback(cluster, loopback);
      said.add("next: koi config check -f " + written.getFirst());
      written.forEach(file -> said.add("      koinode -f " + file));
      said.add("      koi status -f " + written.getFirst());
      return reply.done(String.join("\n", said));
    } catch (NodeList.Mistyped e) {
      throw usage(e.text());
    } catch (IOException e) {
      said.forEach(world.err()::println); // what was written before stays there
      return reply.failed(Problems.of(e));
    }
  }

  private List<Path> one(NewCluster cluster, List<String> said) throws IOException, NodeList.Mistyped {
    if (options.files.size() > 1) {
      throw usage("writes one file: -f once");
    }
    Path base = folder == null ? Path.of("") : folder;
    Path file = options.files.isEmpty() ? base.resolve("koi.conf") : options.files.getFirst();
    NodeList nodes = NodeList.parse(address, port);
    NodeName self = name == null ? ofHost() : called(name);
    InitOptions.Voters voters = voters(nodes, self);
    Folders folders = folder == null ? Folders.standard() : NewCluster.below(folder);
    Own own = new Own(name == null ? null : self, isElector(voters, self), port, folders);
    InitOptions.Secret secret = secret(cluster, file.resolveSibling("koi.key"));
    cluster.write(file, node(own, nodes, voters, secret));
    if (voters instanceof InitOptions.Counted && !noStore) {
      said.add(
          "no store: nobody said what the nodes are called (--address NAME=ADDRESS,NAME=ADDRESS)");
    }
    return List.of(file);
  }

  private List<Path> onLoopback(NewCluster cluster, int count) throws IOException, NodeList.Mistyped {
    if (count < 1 || count > MOST_ON_LOOPBACK) {
      throw usage("--loopback takes 1 to " + MOST_ON_LOOPBACK + " nodes, not " + count);
    }
    Path base = folder == null ? Path.of("") : folder;
    List<Endpoint> endpoints = new ArrayList<>();
    List<NodeName> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      endpoints.add(new Endpoint("127.0.0.1", port + i));
      names.add(new NodeName(String.valueOf((char) ('a' + i))));
    }
    NodeList nodes = new NodeList(endpoints, names);
    InitOptions.Voters voters = voters(nodes, names.getFirst());
    List<Own> each = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      NodeName letter = names.get(i);
      Folders below = NewCluster.below(base.resolve(letter.text()));
      each.add(new Own(letter, isElector(voters, letter), port + i, below));
    }
    InitOptions.Secret secret = secret(cluster, base.resolve("koi.key"));
    List<Path> written = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Path file = base.resolve(names.get(i).text()).resolve("koi.conf");
      cluster.write(file, node(each.get(i), nodes, voters, secret));
      written.add(file);
    }
    return written;
  }

  /** What differs from node to node. */
  private record Own(@Nullable NodeName name, boolean elector, int port, Folders folders) {}

  private InitOptions node(
      Own own, NodeList nodes, InitOptions.Voters voters, InitOptions.Secret secret) {
    return new InitOptions(
        own.name(),
        own.elector(),
        !noRunner,
        own.port(),
        clusterId,
        nodes.endpoints(),
        voters,
        secret,
        profile(),
        own.folders(),
        false);
  }

  private InitOptions.Voters voters(NodeList nodes, NodeName self) throws NodeList.Mistyped {
    List<NodeName> names = nodes.electors(electors, self);
    return noStore || names.isEmpty()
        ? new InitOptions.Counted(nodes.count(electors))
        : new InitOptions.Named(names);
  }

  private boolean isElector(InitOptions.Voters voters, NodeName self) {
    return switch (voters) {
      case InitOptions.Counted _ -> !noElector;
      case InitOptions.Named(List<NodeName> names) -> {
        boolean listed = names.contains(self);
        if (listed && noElector) {
          throw usage("--no-elector: " + self + " votes unless --electors names others, on every node");
        }
        yield listed;
      }
    };
  }

  private NodeName called(String text) {
    if (!NodeName.isLegal(text)) {
      throw usage("--name has 1 to 64 letters, digits, dots, dashes or underscores");
    }
    return new NodeName(text);
  }

  /** What koinode calls this node if nothing is written. */
  private NodeName ofHost() {
    try {
      String host = Files.readString(HOST_NAME).strip();
      if (NodeName.isLegal(host)) {
        return new NodeName(host);
      }
      throw usage("--name is needed: the host name " + host + " is no node name");
    } catch (IOException e) {
      throw usage("--name is needed: cannot read this machine's host name (" + e + ")");
    }
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

  private RuntimeException usage(String text) {
    return spec == null
        ? new IllegalArgumentException(text)
        : new ParameterException(spec.commandLine(), text);
  }
}
