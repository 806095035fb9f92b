package dev.koi.wire.config;

import dev.koi.core.lease.Profile;
import dev.koi.core.name.NodeName;
import dev.koi.wire.config.Configuration.Endpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a new koi.conf should say.
 *
 * @param name null: the host's name
 * @param port UDP port of this node; entries of the transport with the same port are written
 *     without
 * @param transport every node, this one too
 * @param electors how many of the nodes are electors, 1 or more; the quorum is their majority
 * @param lastResortReboot whether the guard may reboot this node
 */
public record InitOptions(
    @Nullable NodeName name,
    boolean elector,
    boolean runner,
    int port,
    int clusterId,
    List<Endpoint> transport,
    int electors,
    Secret secret,
    Profile profile,
    Folders folders,
    boolean lastResortReboot) {

  /** How the nodes know each other. */
  public sealed interface Secret {}

  /** A shared password, as it is. */
  public record Password(String text) implements Secret {
    @Override
    public String toString() {
      return "Password[...]";
    }
  }

  /** The path of a key file. */
  public record KeyFilePath(String path) implements Secret {}

  /** Where things are; nodes that share a machine need folders of their own. */
  public record Folders(String state, String run, String services) {

    /** Those of a machine with one node. */
    public static Folders standard() {
      return new Folders(
          NodeSettings.STATE_DIR.shown(),
          NodeSettings.RUN_DIR.shown(),
          ServiceSettings.FOLDER.shown());
    }
  }

  public InitOptions {
    transport = List.copyOf(transport);
    if (electors < 1) {
      throw new IllegalArgumentException("a cluster has an elector at least");
    }
  }

  /** The usual node: elector and runner like all others, with the standard port, id and folders. */
  public static InitOptions of(@Nullable NodeName name, List<Endpoint> transport, Secret secret) {
    return new InitOptions(
        name,
        true,
        true,
        42012,
        13,
        transport,
        Math.max(1, transport.size()),
        secret,
        Profile.NORMAL,
        Folders.standard(),
        false);
  }

  /** More than half of the electors. */
  int quorum() {
    return electors / 2 + 1;
  }
}
