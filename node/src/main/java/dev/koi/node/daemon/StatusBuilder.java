package dev.koi.node.daemon;

import dev.koi.core.agreed.GroupState;
import dev.koi.core.agreed.Holder;
import dev.koi.core.elector.Candidates;
import dev.koi.core.elector.Elector;
import dev.koi.core.elector.Leadership;
import dev.koi.core.heard.Heard;
import dev.koi.core.heard.Peer;
import dev.koi.core.message.Claim;
import dev.koi.core.message.GroupReport;
import dev.koi.core.message.Held;
import dev.koi.core.message.NodeState;
import dev.koi.core.message.ServiceReport;
import dev.koi.core.name.GroupName;
import dev.koi.core.name.NodeId;
import dev.koi.core.name.NodeName;
import dev.koi.core.reason.ElectorReason.Fitness;
import dev.koi.core.reason.English;
import dev.koi.core.time.Moment;
import dev.koi.node.links.AddressText;
import dev.koi.node.links.Path;
import dev.koi.node.port.Clock;
import dev.koi.wire.api.LocalView;
import dev.koi.wire.api.PathKind;
import dev.koi.wire.api.Phase;
import dev.koi.wire.api.Refusal;
import dev.koi.wire.api.Response;
import dev.koi.wire.api.StatusView;
import dev.koi.wire.api.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The cluster as this node sees it (DESIGN, section 7). */
final class StatusBuilder {

  /** How often it is looked whether a phase has changed: people are shown seconds. */
  private static final Duration LOOKS = Duration.ofMillis(100);

  private final Cluster cluster;
  private final Clock clock;
  private final ProblemList problems;
  private final Map<GroupName, Since> phases = new HashMap<>();

  private @Nullable Moment looked;

  private record Since(Phase phase, Instant at) {}

  StatusBuilder(Cluster cluster, Clock clock) {
    this.cluster = cluster;
    this.clock = clock;
    this.problems = new ProblemList(cluster, clock);
  }

  /** Notes when a phase begins; only what is looked at all the time can be dated. */
  void step(Moment now) {
    if (looked != null && now.since(looked).compareTo(LOOKS) < 0) {
      return;
    }
    looked = now;
    for (GroupName group : groupNames()) {
      Phase phase = phase(group, now);
      Since before = phases.get(group);
      if (before == null || before.phase() != phase) {
        phases.put(group, new Since(phase, clock.wall()));
      }
    }
  }

  /**
   * The answer to a status.
   *
   * @param node only this node, by name or UUID; null: all
   */
  Response status(@Nullable String node, Moment now) {
    Optional<Peer> only = node == null ? Optional.empty() : heard().named(node);
    if (node != null && only.isEmpty()) {
      return Response.refused(
          Refusal.UNKNOWN_NODE, "no node " + node + " is known in this cluster");
    }
    List<StatusView.Node> nodes = new ArrayList<>();
    for (Peer peer : heard().peers().values()) {
      if (only.isEmpty() || only.get().id().equals(peer.id())) {
        nodes.add(node(peer, now));
      }
    }
    nodes.sort((a, b) -> a.name().compareTo(b.name()));
    List<StatusView.Group> groups = groupNames().stream().map(g -> group(g, now)).toList();
    NodeId leader = cluster.election().leader();
    return Response.status(
        new StatusView(
            StatusView.VERSION,
            self().configuration().cluster().id(),
            self().settings().name().text(),
            verdict(now),
            leader == null ? null : heard().nameOf(leader).text(),
            term(now),
            electors(now),
            cluster.election().agreed().maintenance(),
            problems.list(now),
            groups,
            nodes));
  }

  /** Raft's; under Bully there are none. */
  private long term(Moment now) {
    NodeId leader = cluster.election().leader();
    Peer peer = leader == null ? null : heard().peer(leader);
    boolean mine = leader != null && leader.equals(self().id());
    Claim claim = mine ? cluster.election().claim(now) : peer == null ? null : peer.heartbeat().claim();
    return claim instanceof Claim.Leading leading ? leading.term() : 0;
  }

  LocalView local(Moment now) {
    NodeId leader = cluster.election().leader();
    Peer me = heard().peer(self().id());
    var configuration = self().configuration();
    return new LocalView(
        LocalView.VERSION,
        self().id().toString(),
        self().settings().name().text(),
        self().settings().transport().port(),
        cluster.election().agreed().maintenance(),
        configuration.node().runner(),
        configuration.node().elector(),
        clock.wall().minus(now.since(self().began())).truncatedTo(ChronoUnit.SECONDS),
        self().settings().version(),
        me == null ? NodeState.OTHER : state(me, now),
        configuration.cluster().id(),
        leader == null ? null : heard().nameOf(leader).text(),
        configuration.cluster().hasStore()
            ? cluster.election().agreement().needed()
            : configuration.cluster().quorum(),
        electors(now).heard(),
        heard().peers().values().stream().map(p -> p.card().name().text()).sorted().toList());
  }

  private Verdict verdict(Moment now) {
    boolean founding = cluster.store().waits() != null && !cluster.election().hearsLeader(now);
    StatusView.Electors electors = electors(now);
    if (founding || electors.heard() < cluster.election().agreement().needed()) {
      return Verdict.NO_QUORUM;
    }
    if (cluster.election().agreed().maintenance()) {
      return Verdict.MAINTENANCE;
    }
    boolean all = true;
    for (GroupName group : groupNames()) {
      boolean manual = cluster.election().agreed().group(group).manual();
      all &= manual || phase(group, now) == Phase.PROMOTED;
    }
    if (!all || groupNames().isEmpty()) {
      return Verdict.NO_MASTER;
    }
    boolean confirmed =
        cluster.election().agreed().groups().values().stream().noneMatch(GroupState::unconfirmed);
    boolean complete = electors.heard() == electors.known(); // voters of a store are known unheard
    return complete
            && confirmed
            && heard().peers().values().stream()
                .allMatch(p -> isWell(p, now) || problems.isReplaced(p, now))
        ? Verdict.OK
        : Verdict.DEGRADED;
  }

  private boolean isWell(Peer peer, Moment now) {
    if (!peer.isFresh(now, patience()) || state(peer, now) == NodeState.FAILED) {
      return false;
    }
    if (peer.card().elector() && peer.isMute(now)) {
      return false; // who stops another elector on our OK would stop the master with it
    }
    if (!peer.card().runner()) {
      return true;
    }
    if (peer.report() == null || peer.report().groups().isEmpty()) {
      return false; // not past its start-up clean-up
    }
    return peer.report().groups().stream()
        .noneMatch(g -> g.held() != null && g.held().phase() == Held.Phase.UNCONFIRMED);
  }

  /** Of a store its voters, or, while this node knows none, those whom the file lists. */
  private StatusView.Electors electors(Moment now) {
    StatusView.Electors voters = StoreProblems.voters(cluster, now);
    if (voters != null) {
      return voters;
    }
    List<NodeName> listed = self().configuration().cluster().electors();
    int all = listed.size();
    int fresh = 0;
    for (Peer peer : heard().peers().values()) {
      boolean keeps = peer.id().equals(self().id()) || peer.heartbeat().seat() != null;
      boolean counts = listed.isEmpty() || (listed.contains(peer.card().name()) && keeps);
      boolean known = peer.card().elector() && !problems.isReplaced(peer, now);
      all += listed.isEmpty() && known ? 1 : 0;
      fresh += counts && peer.card().elector() && peer.isFresh(now, patience()) ? 1 : 0;
    }
    return new StatusView.Electors(all, fresh);
  }

  private StatusView.Group group(GroupName name, Moment now) {
    GroupState state = cluster.election().agreed().group(name);
    Phase phase = phase(name, now);
    Holder holder = state.holder();
    Since since = phases.get(name);
    Instant began =
        since == null || since.phase() != phase ? null : since.at().truncatedTo(ChronoUnit.SECONDS);
    return new StatusView.Group(
        name.text(),
        holder == null ? null : heard().nameOf(holder.node()).text(),
        state.epoch().number() == 0 ? null : state.epoch().number(),
        phase,
        phase == Phase.WAITING ? untilMillis(name, now) : null,
        state.manual(),
        began,
        candidates(name, state, now));
  }

  private List<StatusView.Candidate> candidates(GroupName name, GroupState state, Moment now) {
    Leadership term = cluster.election().leadership();
    if (term == null) {
      return List.of(); // only the leader knows who echoes it
    }
    Candidates candidates = new Candidates(cluster.election().situation(term, now));
    List<StatusView.Candidate> list = new ArrayList<>();
    for (Peer peer : heard().peers().values()) {
      if (peer.card().runner()) {
        Fitness fitness = candidates.fitness(peer, name);
        boolean holds = state.isHeldBy(peer.id());
        boolean eligible = fitness instanceof Fitness.Fit || fitness instanceof Fitness.FailedLately;
        String reason = holds ? "holds epoch " + state.epoch() : capital(English.of(fitness));
        list.add(
            new StatusView.Candidate(
                peer.card().name().text(), eligible || holds, capital(reason)));
      }
    }
    list.sort((a, b) -> a.node().compareTo(b.node()));
    return list;
  }

  /** What this node can know: without a leader only what it holds itself. */
  private Phase phase(GroupName name, Moment now) {
    GroupState state = cluster.election().agreed().group(name);
    Holder holder = state.holder();
    if (holder == null) {
      return state.manual() ? Phase.MANUAL : Phase.VACANT;
    }
    if (state.unconfirmed()) {
      return Phase.WAITING;
    }
    Peer peer = heard().peer(holder.incarnation());
    boolean mine = holder.node().equals(self().id());
    boolean knows = mine || cluster.election().hearsLeader(now);
    if (peer == null || !knows || !peer.isFresh(now, patience())) {
      return Phase.WAITING;
    }
    GroupReport report = peer.group(name);
    Held held = report == null ? null : report.held();
    if (held == null || !held.epoch().equals(state.epoch())) {
      return cluster.election().hearsLeader(now) ? Phase.GRANTED : Phase.WAITING;
    }
    return switch (held.phase()) {
      case GRANTED -> Phase.GRANTED;
      case PROMOTING -> Phase.PROMOTING;
      case PROMOTED -> Phase.PROMOTED;
      case DEMOTING -> Phase.DEMOTING;
      case UNCONFIRMED -> Phase.WAITING;
    };
  }

  private @Nullable Long untilMillis(GroupName name, Moment now) {
    Leadership term = cluster.election().leadership();
    if (term == null || cluster.election().agreed().group(name).unconfirmed()) {
      return null; // not known, or not by time
    }
    Moment lapse = Elector.earliestLapse(cluster.election().situation(term, now), name);
    Duration left = lapse.since(now);
    return left.isNegative() ? 0 : left.toMillis();
  }

  private StatusView.Node node(Peer peer, Moment now) {
    List<StatusView.Service> services = new ArrayList<>();
    for (GroupReport group : peer.report() == null ? List.<GroupReport>of() : peer.report().groups()) {
      for (ServiceReport s : group.services()) {
        String action = s.action() == null ? null : s.action().word();
        services.add(
            new StatusView.Service(
                group.group().text(), s.name().text(), s.state(), action, s.failed(), s.message()));
      }
    }
    boolean me = peer.id().equals(self().id());
    List<Path> paths =
        cluster.links().paths(now).stream().filter(path -> path.peer().equals(peer.id())).toList();
    return new StatusView.Node(
        peer.card().name().text(),
        peer.id().toString(),
        peer.card().elector(),
        peer.card().runner(),
        state(peer, now),
        address(paths),
        me ? 0L : now.since(peer.heardAt()).toMillis(),
        peer.uptime(now).toSeconds(),
        peer.card().version(),
        services,
        paths.stream().map(path -> path(path, now)).toList());
  }

  /** Where its datagrams come from: the address that was heard last. */
  private static @Nullable String address(List<Path> paths) {
    return paths.stream()
        .filter(path -> path.origin() != Path.Origin.MULTICAST)
        .max((a, b) -> Long.compare(a.heard().monotonic(), b.heard().monotonic()))
        .map(path -> AddressText.of(path.address()))
        .orElse(null);
  }

  private static StatusView.Path path(Path path, Moment now) {
    Duration roundTrip = path.roundTrip();
    return new StatusView.Path(
        AddressText.of(path.address()),
        switch (path.origin()) {
          case CONFIGURED -> PathKind.CONFIGURED;
          case LEARNED -> PathKind.LEARNED;
          case MULTICAST -> PathKind.MULTICAST;
        },
        roundTrip == null ? null : roundTrip.toNanos() / 1_000,
        path.lossPercent(),
        now.since(path.heard()).toMillis());
  }

  private NodeState state(Peer peer, Moment now) {
    if (!peer.isFresh(now, patience())) {
      return NodeState.DISCONNECTED;
    }
    if (!peer.card().runner()) {
      return NodeState.ELECTOR;
    }
    GroupReport report = peer.report() == null || peer.report().groups().isEmpty()
        ? null
        : peer.report().groups().getFirst();
    return report == null ? NodeState.OTHER : report.state();
  }

  private SortedSet<GroupName> groupNames() {
    SortedSet<GroupName> names = new TreeSet<>(cluster.election().agreed().groups().keySet());
    for (Peer peer : heard().peers().values()) {
      if (peer.card().runner() && peer.report() != null) {
        peer.report().groups().forEach(g -> names.add(g.group()));
      }
    }
    return names;
  }

  private Heard heard() {
    return cluster.election().heard();
  }

  private Self self() {
    return cluster.self();
  }

  private Duration patience() {
    return self().patience();
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
