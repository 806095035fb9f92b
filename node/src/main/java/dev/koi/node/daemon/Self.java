package dev.koi.node.daemon;

import dev.koi.core.bully.BullySettings;
import dev.koi.core.elector.Backing;
import dev.koi.core.elector.ElectorSettings;
import dev.koi.core.heard.Heard;
import dev.koi.core.message.Card;
import dev.koi.core.name.Incarnation;
import dev.koi.core.name.NodeId;
import dev.koi.core.time.Moment;
import dev.koi.wire.config.Configuration;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Who this daemon is, for this run, and what it goes by. Ask it each time: what it goes by is exchanged
 * when the configuration is read again.
 */
final class Self {

  private final Incarnation incarnation;
  private final Moment began;
  private Settings settings;

  Self(Settings settings, Incarnation incarnation, Moment began) {
    this.settings = settings;
    this.incarnation = incarnation;
    this.began = began;
  }

  /** Other settings of the same run; who keeps something made of the old ones makes it anew. */
  void goBy(Settings next) {
    settings = next;
  }

  Settings settings() {
    return settings;
  }

  Incarnation incarnation() {
    return incarnation;
  }

  Moment began() {
    return began;
  }

  NodeId id() {
    return incarnation.node();
  }

  Configuration configuration() {
    return settings.configuration();
  }

  boolean isElector() {
    return configuration().node().elector();
  }

  boolean isRunner() {
    return configuration().node().runner();
  }

  Duration heartbeat() {
    return configuration().time().heartbeat();
  }

  /** How long a node may be silent before it counts as such. */
  Duration patience() {
    return Heard.patience(heartbeat());
  }

  /** W of the leases that this node grants. */
  Duration electorWait() {
    return configuration().time().lease().electorWait();
  }

  Card card(Moment now) {
    return new Card(
        incarnation,
        settings.name(),
        isElector(),
        isRunner(),
        configuration().node().priority(),
        settings.version(),
        now.since(began));
  }

  BullySettings bully() {
    return new BullySettings(id(), isElector(), configuration().cluster().quorum(), heartbeat());
  }

  ElectorSettings elector(Backing backing) {
    Configuration.Time time = configuration().time();
    return new ElectorSettings(
        id(),
        backing,
        time.heartbeat(),
        time.lease(),
        time.firstPromotionWait(),
        orZero(time.initialPromotionDelay()),
        orZero(time.startupTolerance()),
        time.failurePromotionTimeout());
  }

  private static Duration orZero(@Nullable Duration duration) {
    return duration == null ? Duration.ZERO : duration;
  }
}
