package dev.koi.wire.api;

import dev.koi.core.message.NodeState;
import dev.koi.core.message.ServiceState;
import io.avaje.jsonb.Json;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cluster as one node sees it: {@code koi status -o json}.
 *
 * @param version of this format: {@value #VERSION}
 * @param cluster the cluster's id
 * @param observer the name of the node that answers
 * @param leader its name, null if this node hears none
 * @param term of the leadership that this node knows
 * @param problems what a person should look at; they do not make the verdict
 */
@Json
public record StatusView(
    int version,
    int cluster,
    String observer,
    Verdict verdict,
    @Nullable String leader,
    long term,
    Electors electors,
    boolean maintenance,
    List<Problem> problems,
    List<Group> groups,
    List<Node> nodes) {

  public static final int VERSION = 1;

  public StatusView {
    Checks.version(version, VERSION);
    Checks.present(observer, "observer");
    Checks.present(verdict, "verdict");
    Checks.present(electors, "electors");
    problems = Checks.list(problems, "problems");
    groups = Checks.list(groups, "groups");
    nodes = Checks.list(nodes, "nodes");
  }

  /**
   * How many electors there are, and how many of them this node hears.
   *
   * @param heard within four heartbeats, the observer included if it is one
   */
  @Json
  public record Electors(int known, int heard) {}

  /**
   * Something that a person should look at.
   *
   * @param text what, with exit code and last output where there is one
   * @param node where, null when it is about the whole
   * @param since null when it has always been so, as with a configuration
   * @param next what to do about it, null when nothing needs to be done
   */
  @Json
  public record Problem(
      String text, @Nullable String node, @Nullable Instant since, @Nullable String next) {

    public Problem {
      Checks.present(text, "problems.text");
    }
  }

  /**
   * One group.
   *
   * @param master the node that holds it, null if none
   * @param epoch of the last grant (one decimal integer), null before the first
   * @param untilMillis how long {@link Phase#WAITING} goes on from this answer; null in other phases
   * @param manual whether nobody is elected until someone says so
   * @param since when the phase began, null when the observer cannot know
   */
  @Json
  public record Group(
      String name,
      @Nullable String master,
      @Nullable Long epoch,
      Phase phase,
      @Nullable Long untilMillis,
      boolean manual,
      @Nullable Instant since,
      List<Candidate> candidates) {

    public Group {
      Checks.present(name, "groups.name");
      Checks.present(phase, "groups.phase");
      candidates = Checks.list(candidates, "groups.candidates");
    }
  }

  /** Whether a node could take a group, and why or why not. */
  @Json
  public record Candidate(String node, boolean eligible, String reason) {

    public Candidate {
      Checks.present(node, "candidates.node");
      Checks.present(reason, "candidates.reason");
    }
  }

  /**
   * One node.
   *
   * @param id its UUID
   * @param address where its datagrams come from, null when not heard yet
   * @param heardMillis how old the rest is: since it was last heard; 0 for the observer, null for
   *     never
   * @param uptimeSeconds of its daemon, null when not heard yet
   * @param version of its program, null when not heard yet
   * @param paths from the observer to it, as the observer measures them; how other nodes reach it may
   *     differ. Empty for the observer itself
   */
  @Json
  public record Node(
      String name,
      String id,
      boolean elector,
      boolean runner,
      NodeState state,
      @Nullable String address,
      @Nullable Long heardMillis,
      @Nullable Long uptimeSeconds,
      @Nullable String version,
      List<Service> services,
      List<Path> paths) {

    public Node {
      Checks.present(name, "nodes.name");
      Checks.present(id, "nodes.id");
      Checks.present(state, "nodes.state");
      services = Checks.list(services, "nodes.services");
      paths = Checks.laterList(paths, "nodes.paths");
    }
  }

  /**
   * One way from the observer to a node.
   *
   * @param address of the node, or of a multicast group
   * @param roundTripMicros of a probe and its answer, smoothed; null before the first answer
   * @param lossPercent of the probes of the last minute that had a second to be answered, rounded up;
   *     null before the first
   * @param heardMillis since the node was last heard on it; in a group, since it last answered
   */
  @Json
  public record Path(
      String address,
      PathKind kind,
      @Nullable Long roundTripMicros,
      @Nullable Integer lossPercent,
      long heardMillis) {

    public Path {
      Checks.present(address, "paths.address");
      Checks.present(kind, "paths.kind");
    }
  }

  /**
   * One service on one node.
   *
   * @param action the script that runs now ({@code start}, {@code promote} ...), null if none
   * @param failed whether its failure keeps the group down here
   * @param message what went wrong or was said last, null if nothing
   */
  @Json
  public record Service(
      String group,
      String name,
      ServiceState state,
      @Nullable String action,
      boolean failed,
      @Nullable String message) {

    public Service {
      Checks.present(group, "services.group");
      Checks.present(name, "services.name");
      Checks.present(state, "services.state");
    }
  }
}
