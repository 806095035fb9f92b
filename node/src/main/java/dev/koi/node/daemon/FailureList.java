package dev.koi.node.daemon;

import dev.koi.core.heard.Peer;
import dev.koi.core.message.FailureNote;
import dev.koi.core.message.GroupReport;
import dev.koi.wire.api.FailuresView;
import dev.koi.wire.api.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The last failures of all nodes. Each node tells its own, so that the list survives a change of leader;
 * a daemon that starts again has forgotten its own.
 */
final class FailureList {

  /** As many as the original shows. */
  private static final int SHOWN = 10;

  private final Cluster cluster;

  FailureList(Cluster cluster) {
    this.cluster = cluster;
  }

  Response response() {
    List<FailuresView.Entry> entries = new ArrayList<>();
    for (Peer peer : cluster.election().heard().peers().values()) {
      for (GroupReport group :
          peer.report() == null ? List.<GroupReport>of() : peer.report().groups()) {
        group.failures().forEach(note -> entries.add(entry(peer, group, note)));
      }
    }
    entries.sort(Comparator.comparing(FailuresView.Entry::time));
    List<FailuresView.Entry> last =
        entries.subList(Math.max(0, entries.size() - SHOWN), entries.size());
    return Response.failures(new FailuresView(FailuresView.VERSION, last));
  }

  private static FailuresView.Entry entry(Peer peer, GroupReport group, FailureNote note) {
    return new FailuresView.Entry(
        Instant.ofEpochMilli(note.atMillis()),
        peer.card().name().text(),
        peer.id().toString(),
        group.group().text(),
        note.what());
  }
}
