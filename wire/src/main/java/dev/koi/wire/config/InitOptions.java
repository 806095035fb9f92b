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
 * @param port UDP port of this node
 * @param transport every node, this one too; written without ports if all have this node's
 * @param voters who is asked before anyone is master
 * @param lastResortReboot whether the guard may reboot this node
 */
public record InitOptions(
    @Nullable NodeName name,
    boolean elector,
    boolean runner,
    int port,
    int clusterId,
    List<Endpoint> transport,
    Voters voters,
    Secret secret,
    Profile profile,
    Folders folders,
    boolean lastResortReboot) {

  /** Who votes. */
  public sealed interface Voters {}

  /** These, and they keep a store. */
  public record Named(List<NodeName> names) implements Voters {

    public Named {
      names = List.copyOf(names);
      if (names.isEmpty()) {
        throw new IllegalArgumentException("a store has an elector at least");
      }
    }
  }

  /** So many, whoever they are: without a store a quorum is all that a file can say. */
  public record Counted(int electors) implements Voters {

    public Counted {
      if (electors < 1) {
        throw new IllegalArgumentException("a cluster has an elector at least");
      }
    }

    /** More than half of them. */
    int quorum() {
      return electors / 2 + 1;
    }
  }

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
  }
}
