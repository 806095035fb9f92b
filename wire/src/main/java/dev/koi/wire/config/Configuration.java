package dev.koi.wire.config;

import dev.koi.core.lease.Profile;
import dev.koi.core.lease.Timing;
import dev.koi.core.name.GroupName;
import dev.koi.core.name.NodeName;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A configuration that has been checked: every value is in its range.
 *
 * @param groups declared by a section of their own; empty: only the flat services folder
 */
public record Configuration(
    Node node, Cluster cluster, Service service, Time time, List<GroupName> groups) {

  public Configuration {
    groups = List.copyOf(groups);
  }

  /** Without declared groups. */
  public Configuration(Node node, Cluster cluster, Service service, Time time) {
    this(node, cluster, service, time, List.of());
  }

  /**
   * Section {@code node}.
   *
   * @param name null: the host's name
   * @param logfile null: /var/log/koi/NAME.log
   */
  public record Node(
      @Nullable NodeName name,
      boolean elector,
      boolean runner,
      int port,
      boolean maintenance,
      boolean reuseAddress,
      boolean incrementPort,
      LogLevel logLevel,
      boolean forceRestart,
      int priority,
      String stateDir,
      String runDir,
      @Nullable String logfile,
      boolean guard) {}

  /** How much goes to the log. */
  public enum LogLevel {
    TRACE,
    INFO,
    WARN,
    ERROR,
  }

  /**
   * Section {@code cluster}.
   *
   * @param quorum electors that must confirm a lease, oneself included; 0: no quorum
   * @param password null when a key file is given
   * @param keyfile null when a password is given
   * @param transport where the nodes are, multicast groups among them
   * @param electors empty: Bully
   * @param snapshotPeriod entries of the store's log between two snapshots
   */
  public record Cluster(
      int id,
      int quorum,
      @Nullable String password,
      @Nullable String keyfile,
      List<Endpoint> transport,
      List<NodeName> electors,
      int snapshotPeriod) {

    public Cluster {
      transport = List.copyOf(transport);
      electors = List.copyOf(electors);
    }

    /** Whether the electors are the voters of a store; else each promises by itself (Bully). */
    public boolean hasStore() {
      return !electors.isEmpty();
    }

    /** Without the password, which belongs into no log. */
    @Override
    public String toString() {
      return "Cluster[id=%d, quorum=%d, keyfile=%s, transport=%s, electors=%s]"
          .formatted(id, quorum, keyfile, transport, electors);
    }
  }

  /**
   * An entry of {@code cluster.transport}.
   *
   * @param host an address literal or a host name; behind a multicast or an IPv6 address there may be
   *     {@code %INTERFACE}
   * @param multicast whether it is a group, and not the address of a node
   */
  public record Endpoint(String host, int port, boolean multicast) {

    /** Of a node. */
    public Endpoint(String host, int port) {
      this(host, port, false);
    }

    /**
     * What a person wrote: HOST, HOST:PORT or [IPV6]:PORT.
     *
     * @param port where none is written
     * @throws IllegalArgumentException if it is none of these, or a multicast address, which is
     *     nobody's; the message is a whole clause
     */
    public static Endpoint of(String text, int port) {
      return switch (Address.parse(text)) {
        case Reading.Bad<Address>(String why) -> throw new IllegalArgumentException(why);
        case Reading.Good<Address>(Address address) when address.multicast() ->
            throw new IllegalArgumentException(
                "expected the address of one node, not a multicast address: '" + text + "'");
        case Reading.Good<Address>(Address address) ->
            new Endpoint(address.host(), Objects.requireNonNullElse(address.port(), port));
      };
    }

    /** As it is written. */
    public String text() {
      return new Address(host, port, multicast).text();
    }
  }

  /** Section {@code service}. */
  public record Service(
      String folder,
      String workingDir,
      Duration startTimeout,
      Duration stopTimeout,
      Duration statusTimeout,
      Duration promoteTimeout,
      Duration demoteTimeout,
      Duration failedTimeout,
      int autoRecover,
      int autoRecoverWaitFactor) {}

  /**
   * Section {@code time}.
   *
   * @param lease the profile's, with what was overridden
   * @param startupTolerance null: not written, so no additional wait
   * @param initialPromotionDelay null: not written, so no additional wait
   * @param election of the store's voters
   */
  public record Time(
      String profile,
      Timing lease,
      Duration heartbeat,
      Duration statusInterval,
      Duration firstPromotionWait,
      @Nullable Duration startupTolerance,
      @Nullable Duration initialPromotionDelay,
      Duration autoRecoverTime,
      Duration failcountReset,
      Duration failurePromotionTimeout,
      Profile.Patience election) {}
}
