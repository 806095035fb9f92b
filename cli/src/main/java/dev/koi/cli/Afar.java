package dev.koi.cli;

import dev.koi.wire.config.Configuration;
import dev.koi.wire.config.Configuration.Endpoint;
import dev.koi.wire.config.Loaded;
import dev.koi.wire.config.Loader;
import dev.koi.wire.config.Problem;
import dev.koi.wire.config.Severity;
import dev.koi.wire.keys.ClusterKey;
import dev.koi.wire.seal.KeyRing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whom to ask over the network, and with which key.
 *
 * @param nodePort the port of this machine's own node, null when everyone named is meant
 * @param source for people: which cluster, and who says so
 */
record Afar(
    int cluster, Key key, List<Endpoint> places, @Nullable Integer nodePort, String source) {

  private static final int STANDARD_PORT = 42012;
  private static final int STANDARD_CLUSTER = 13;
  private static final String SECRET = "KOI_SECRET";

  /** To make a key of a password takes its time, so it is made when it is clear that it is needed. */
  @FunctionalInterface
  interface Key {

    KeyRing ring() throws IOException;
  }

  Afar {
    places = List.copyOf(places);
  }

  /**
   * The host that -H names. The configuration is needed only for what the command line leaves open.
   *
   * @throws IOException if the key or the configuration cannot be used; the message is for a person
   * @throws IllegalArgumentException if the options do not say enough, or -H names no host
   */
  static Afar named(String host, Options options, World world) throws IOException {
    String environment = world.environment().getOrDefault(SECRET, "");
    String secret = options.secret == null && !environment.isEmpty() ? environment : options.secret;
    boolean complete = secret != null && options.cluster != null && options.port != null;
    List<Path> files = options.files.isEmpty() ? Loader.defaultFiles() : options.files;
    Configuration conf = null;
    if (!complete && !files.isEmpty()) {
      // A file that lies about and cannot be read is no obstacle to who brings a secret.
      conf = secret != null && options.files.isEmpty() ? find(files) : load(files);
    }
    if (secret == null && conf == null) {
      throw new IllegalArgumentException(
          "-H needs the cluster's key: of a koi.conf (-f), or by KOI_SECRET or --secret");
    }
    int cluster = number(options.cluster, conf == null ? STANDARD_CLUSTER : conf.cluster().id());
    int port = number(options.port, conf == null ? STANDARD_PORT : conf.node().port());
    return new Afar(
        cluster,
        key(secret, cluster, conf),
        List.of(endpoint(host, port)),
        null,
        "cluster " + cluster + ", key " + (secret == null ? "of " + files.getLast() : "given"));
  }

  /**
   * The other nodes of this machine's cluster.
   *
   * @throws IOException if the configuration cannot be used; the message is for a person
   */
  static Afar others(List<Path> files) throws IOException {
    Configuration conf = load(files);
    Configuration.Cluster cluster = conf.cluster();
    return new Afar(
        cluster.id(),
        () -> ClusterKey.ring(cluster),
        cluster.transport(),
        conf.node().port(),
        "cluster " + cluster.id() + ", key of " + files.getLast());
  }

  /** A password makes another key for another id, a key file the same for all. */
  private static Key key(@Nullable String secret, int cluster, @Nullable Configuration conf) {
    String password = secret == null && conf != null ? conf.cluster().password() : secret;
    if (password != null) {
      return () -> KeyRing.ofPassword(password, cluster);
    }
    if (conf == null) {
      throw new IllegalStateException("neither a secret nor a configuration");
    }
    return () -> ClusterKey.ring(conf.cluster());
  }

  private static Endpoint endpoint(String host, int port) {
    try {
      return Endpoint.of(host, port);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("-H: " + e.getMessage(), e);
    }
  }

  private static int number(@Nullable Integer said, int otherwise) {
    return said == null ? otherwise : said;
  }

  private static @Nullable Configuration find(List<Path> files) {
    return Loader.load(files).configuration();
  }

  private static Configuration load(List<Path> files) throws IOException {
    Loaded loaded = Loader.load(files);
    if (loaded.configuration() == null) {
      throw new IOException(
          loaded.problems().stream()
              .filter(problem -> problem.severity() == Severity.ERROR)
              .map(Problem::toString)
              .findFirst()
              .orElse("the configuration cannot be used"));
    }
    return loaded.configuration();
  }
}
