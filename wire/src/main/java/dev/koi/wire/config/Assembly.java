package dev.koi.wire.config;

import dev.koi.core.lease.Profile;
import dev.koi.core.name.GroupName;
import dev.koi.wire.config.Configuration.Endpoint;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** Makes the {@link Configuration} of what was written. */
final class Assembly {

  private static final int LARGEST_WAIT_FACTOR = 8;

  private final Values values;
  private final Problems problems;

  Assembly(Values values, Problems problems) {
    this.values = values;
    this.problems = problems;
  }

  Configuration configuration(Collection<GroupName> groups) {
    return new Configuration(node(), cluster(), service(), time(), List.copyOf(groups));
  }

  private Configuration.Node node() {
    return new Configuration.Node(
        values.find(NodeSettings.NAME),
        values.get(NodeSettings.ELECTOR),
        values.get(NodeSettings.RUNNER),
        values.get(NodeSettings.PORT),
        values.get(NodeSettings.MAINTENANCE),
        values.get(NodeSettings.REUSE_ADDRESS),
        values.get(NodeSettings.INCREMENT_PORT),
        values.get(NodeSettings.LOGLEVEL),
        values.get(NodeSettings.FORCE_RESTART),
        values.get(NodeSettings.PRIORITY),
        values.get(NodeSettings.STATE_DIR),
        values.get(NodeSettings.RUN_DIR),
        values.find(NodeSettings.LOGFILE),
        values.get(NodeSettings.GUARD));
  }

  private Configuration.Cluster cluster() {
    String keyfile = values.find(ClusterSettings.KEYFILE);
    int port = values.get(NodeSettings.PORT);
    List<Endpoint> transport =
        values.get(ClusterSettings.TRANSPORT).stream()
            .map(address -> endpoint(address, port))
            .distinct()
            .toList();
    return new Configuration.Cluster(
        values.get(ClusterSettings.ID),
        Math.max(0, values.get(ClusterSettings.QUORUM)),
        keyfile == null ? values.find(ClusterSettings.PASSWORD) : null,
        keyfile,
        transport,
        values.get(ClusterSettings.ELECTORS),
        values.get(StoreSettings.SNAPSHOT_PERIOD));
  }

  private static Endpoint endpoint(Address address, int port) {
    Integer own = address.port();
    return new Endpoint(address.host(), own == null ? port : own, address.multicast());
  }

  private Configuration.Service service() {
    return new Configuration.Service(
        values.get(ServiceSettings.FOLDER),
        values.get(ServiceSettings.WORKINGDIR),
        values.get(ServiceSettings.START_TIMEOUT),
        values.get(ServiceSettings.STOP_TIMEOUT),
        values.get(ServiceSettings.STATUS_TIMEOUT),
        values.get(ServiceSettings.PROMOTE_TIMEOUT),
        values.get(ServiceSettings.DEMOTE_TIMEOUT),
        values.get(ServiceSettings.FAILED_TIMEOUT),
        values.get(ServiceSettings.AUTO_RECOVER),
        waitFactor());
  }

  private int waitFactor() {
    int asked = values.get(ServiceSettings.AUTO_RECOVER_WAIT_FACTOR);
    int taken = Math.clamp(asked, 1, LARGEST_WAIT_FACTOR);
    Written written = values.written(ServiceSettings.AUTO_RECOVER_WAIT_FACTOR);
    if (written != null && taken != asked) {
      problems.warning(
          written.valueAt(),
          written.fullName() + ": " + asked + " is outside 1 to 8: " + taken + " is taken");
    }
    return taken;
  }

  private Configuration.Time time() {
    LeaseRules rules = new LeaseRules(values, problems);
    Profile profile = rules.profile();
    Duration heartbeat = rules.heartbeat();
    Duration status = values.or(TimeSettings.STATUS_INTERVAL, profile.statusInterval());
    return new Configuration.Time(
        profile.name(),
        rules.timing(),
        heartbeat,
        status,
        profile.firstPromotionWait(),
        values.find(TimeSettings.STARTUP_TOLERANCE),
        values.find(TimeSettings.INITIAL_PROMOTION_DELAY),
        values.get(TimeSettings.AUTO_RECOVER_TIME),
        values.get(TimeSettings.FAILCOUNT_RESET),
        values.get(TimeSettings.FAILURE_PROMOTION_TIMEOUT),
        rules.election(heartbeat));
  }
}
