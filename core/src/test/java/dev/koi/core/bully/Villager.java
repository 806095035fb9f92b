package dev.koi.core.bully;

import dev.koi.core.heard.Heard;
import dev.koi.core.heard.Peer;
import dev.koi.core.message.Card;
import dev.koi.core.message.Claim;
import dev.koi.core.message.Message.Heartbeat;
import dev.koi.core.name.Cast;
import dev.koi.core.name.NodeId;
import dev.koi.core.name.NodeName;
import dev.koi.core.reason.BullyReason;
import dev.koi.core.time.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One node of a {@link Village}: its election and the heartbeats that it lives on. */
final class Villager {

  private static final Duration HEARTBEAT = Duration.ofMillis(50);

  final String name;
  final List<Runnable> inbox = new ArrayList<>();
  boolean alive = true;
  boolean paused;

  private final BullySettings settings;
  private final Card card;
  private Bully bully;
  private Heard heard = Heard.NOBODY;
  private @Nullable Claim claimed;
  private Moment beaten;
  private long pulse;

  record Origin(int priority, int quorum, long start) {}

  Villager(String name, boolean elector, Origin origin, Moment now) {
    this.name = name;
    this.settings = new BullySettings(Cast.node(name), elector, origin.quorum(), HEARTBEAT);
    this.card =
        new Card(
            Cast.run(name, origin.start()),
            new NodeName(name),
            elector,
            true,
            origin.priority(),
            "1",
            Duration.ZERO);
    this.bully = Bully.begin(now);
    this.beaten = now.minus(HEARTBEAT);
  }

  void hear(Heartbeat heartbeat, Moment now) {
    heard = heard.heartbeat(heartbeat, now);
  }

  @Nullable BullyReason farewell(NodeId from, @Nullable NodeId successor, Moment now) {
    Bully.Step step = bully.farewell(settings, from, successor, now);
    heard = heard.without(from);
    bully = step.bully();
    return step.reason();
  }

  @Nullable BullyReason gone(NodeId node, Moment now) {
    heard = heard.silenced(node, now, settings.patience());
    Bully.Step step = bully.gone(settings, heard, node, now);
    bully = step.bully();
    return step.reason();
  }

  @Nullable BullyReason step(Moment now) {
    hear(compose(now), now);
    Bully.Step step = bully.step(settings, heard, now);
    bully = step.bully();
    return step.reason();
  }

  /** The heartbeat that leaves now, null if none is due. */
  @Nullable Heartbeat beat(Moment now) {
    boolean news = !bully.claim(settings, heard, now).equals(claimed);
    if (!news && now.isBefore(beaten.plus(HEARTBEAT))) {
      return null;
    }
    pulse++;
    beaten = now;
    Heartbeat heartbeat = compose(now);
    claimed = heartbeat.claim();
    return heartbeat;
  }

  @Nullable NodeId successor(Moment now) {
    return bully.standing() instanceof Standing.Leading
        ? Bully.successor(settings, heard, now).map(Peer::id).orElse(null)
        : null;
  }

  String describe(Moment now) {
    if (!alive) {
      return "is gone";
    }
    return switch (bully.claim(settings, heard, now)) {
      case Claim.Listening _ -> "listens";
      case Claim.Candidate _ -> "claims";
      case Claim.Following f -> "follows " + Cast.letter(f.leader());
      case Claim.Leading l ->
          "leads " + l.followers() + (l.quorate() ? ", a quorum" : ", no quorum");
    };
  }

  private Heartbeat compose(Moment now) {
    List<NodeId> hears =
        heard.freshElectors(now, HEARTBEAT.multipliedBy(2)).stream().map(Peer::id).toList();
    Claim claim = bully.claim(settings, heard, now);
    return new Heartbeat(card, claim, null, List.of(), Duration.ZERO, hears, pulse, 0, null);
  }
}
