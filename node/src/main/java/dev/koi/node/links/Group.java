package dev.koi.node.links;

import dev.koi.core.name.NodeId;
import dev.koi.core.time.Moment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A multicast group: whom our probes reach there. Everyone's answer comes from an address of its own. */
final class Group {

  private final Route route;
  private final Map<NodeId, Probes> members = new LinkedHashMap<>();

  Group(Route route) {
    this.route = route;
  }

  Route route() {
    return route;
  }

  void probed(long nonce, Moment now) {
    members.values().forEach(probes -> probes.sent(nonce, now));
  }

  /** The peer answered a probe of this group: it is a member from that probe on. */
  void answered(NodeId peer, long nonce, Moment sent, Moment now) {
    Probes probes = members.get(peer);
    if (probes == null) {
      probes = new Probes();
      probes.sent(nonce, sent);
      members.put(peer, probes);
    }
    probes.answered(nonce, now);
  }

  /** Who was silent for a minute has left. */
  void expire(Moment now) {
    members.values().removeIf(probes -> !probes.isAnsweredWithin(Probes.KEPT, now));
  }

  void forget(NodeId peer) {
    members.remove(peer);
  }

  List<Path> paths(Moment now) {
    List<Path> paths = new ArrayList<>();
    members.forEach(
        (peer, probes) -> {
          Moment heard = probes.answeredAt();
          if (heard != null) {
            paths.add(
                new Path(
                    peer,
                    route.address,
                    Path.Origin.MULTICAST,
                    heard,
                    probes.roundTrip(),
                    probes.lossPercent(now)));
          }
        });
    return paths;
  }
}
