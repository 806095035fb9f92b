package dev.koi.node.links;

import dev.koi.core.name.NodeId;
import dev.koi.core.time.Moment;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An address where a peer is, was, or may be. */
final class Route {

  /** How long a route counts as live after its last sign of life: three probes. */
  static final Duration LIVE = Duration.ofSeconds(3);

  static final Duration PROBE_INTERVAL = Duration.ofSeconds(1);
  private static final Duration FIRST_INTERVAL = Duration.ofMillis(100);

  final InetSocketAddress address;
  boolean configured;
  @Nullable NodeId peer;
  @Nullable Moment heard;
  @Nullable Duration roundTrip;
  Moment nextProbe;
  private Duration interval = FIRST_INTERVAL;
  private long probe;
  private @Nullable Moment probeSent;
  private @Nullable Moment ours;

  Route(InetSocketAddress address, boolean configured, Moment nextProbe) {
    this.address = address;
    this.configured = configured;
    this.nextProbe = nextProbe;
  }

  boolean isMulticast() {
    return address.getAddress().isMulticastAddress();
  }

  boolean isLive(Moment now) {
    return isHeardWithin(LIVE, now);
  }

  boolean isHeardWithin(Duration within, Moment now) {
    return heard != null && now.since(heard).compareTo(within) <= 0;
  }

  void hear(Moment now) {
    heard = now;
    ours = null;
  }

  /**
   * Our own datagram came back from here. While a peer is heard here it does not count: someone may
   * have sent it back to make us silent towards that peer.
   */
  void claim(Moment now) {
    if (!isLive(now)) {
      ours = now;
    }
  }

  /** An address may move to another machine, so it is asked again after {@code kept}. */
  boolean isOurs(Duration kept, Moment now) {
    return ours != null && now.since(ours).compareTo(kept) <= 0;
  }

  /** A probe leaves; at first they follow each other quickly, since a cluster starts with them. */
  void probed(long nonce, Duration longest, Moment now) {
    probe = nonce;
    probeSent = now;
    nextProbe = now.plus(interval);
    Duration doubled = interval.multipliedBy(2);
    interval = doubled.compareTo(longest) < 0 ? doubled : longest;
  }

  boolean isProbe(long nonce) {
    return probeSent != null && probe == nonce;
  }

  /** The probe was answered. Smoothed by an eighth, as TCP does (RFC 6298). */
  void answered(Moment now) {
    if (probeSent != null) {
      Duration sample = now.since(probeSent);
      roundTrip = roundTrip == null ? sample : roundTrip.plus(sample.minus(roundTrip).dividedBy(8));
      probeSent = null;
    }
  }
}
