package dev.koi.wire.api;

import dev.koi.core.message.NodeState;
import io.avaje.jsonb.Json;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one daemon is and does: {@code koi local -o json}.
 *
 * @param version of this format: {@value #VERSION}
 * @param uuid the node's id
 * @param port UDP, of the cluster
 * @param started when the daemon began
 * @param program the version of the daemon's program
 * @param cluster the cluster's id
 * @param leader its name, null if none is heard
 * @param quorum electors that must confirm a lease, 0: no quorum
 * @param seen how many electors are heard, this node included if it is one
 * @param nodes the names of all nodes that are known, this one included
 */
@Json
public record LocalView(
    int version,
    String uuid,
    String name,
    int port,
    boolean maintenance,
    boolean runner,
    boolean elector,
    Instant started,
    String program,
    NodeState state,
    int cluster,
    @Nullable String leader,
    int quorum,
    int seen,
    List<String> nodes) {

  public static final int VERSION = 1;

  public LocalView {
    Checks.version(version, VERSION);
    Checks.present(uuid, "uuid");
    Checks.present(name, "name");
    Checks.present(started, "started");
    Checks.present(program, "program");
    Checks.present(state, "state");
    nodes = Checks.list(nodes, "nodes");
  }
}
