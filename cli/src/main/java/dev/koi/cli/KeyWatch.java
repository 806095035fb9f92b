package dev.koi.cli;

import dev.koi.cli.render.StoreText;
import dev.koi.cli.render.Words;
import dev.koi.wire.api.ApiJson;
import dev.koi.wire.api.ExitCode;
import dev.koi.wire.api.KvRequest;
import dev.koi.wire.api.KvView;
import dev.koi.wire.api.Refusal;
import dev.koi.wire.api.Response;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code koi kv watch}: asks what there is, then again each time that something may have changed, and
 * prints how the answers differ. So nothing is lost when the daemon that is asked, or the leader, is
 * another one meanwhile: what it would have told is in what it shows.
 */
final class KeyWatch {

  private final World world;
  private final QuickLine line;
  private final Asking asking;
  private SortedMap<String, KvView.Item> before = new TreeMap<>();
  private long seen;
  private @Nullable String complaint;

  KeyWatch(World world, QuickLine line, Asking asking) {
    this.world = world;
    this.line = line;
    this.asking = asking;
  }

  /**
   * Until something is wrong that waiting does not mend, or nobody reads any more.
   *
   * @param pause waits before it is tried again; false: it is over
   */
  int run(BooleanSupplier pause) {
    boolean begun = false;
    while (true) {
      Response wrong = look();
      if (wrong == null) {
        begun = true;
      } else if (!begun || !mayPass(wrong) || !tellOnce(wrong, pause)) {
        return asking.print(wrong);
      }
      world.out().flush();
      if (world.out().checkError()) {
        return ExitCode.FAILED;
      }
    }
  }

  private @Nullable Response look() {
    Pages pages = new Pages(asking, KvRequest.of(line.node()).since(seen));
    SortedMap<String, KvView.Item> now = new TreeMap<>();
    Long revision = null;
    while (pages.next()) {
      // That of the first page: what changes while the others are fetched will be asked for again.
      revision = revision == null ? pages.view().storeRevision() : revision;
      Pages.items(pages.view()).forEach(item -> now.put(item.key(), item));
    }
    if (pages.wrong() != null) {
      return pages.wrong();
    }
    complaint = null;
    tell(now, revision == null ? 0 : revision);
    before = now;
    seen = revision == null ? 0 : revision;
    return null;
  }

  private void tell(SortedMap<String, KvView.Item> now, long revision) {
    List<KvView.Item> changes = new ArrayList<>();
    before.forEach(
        (key, item) -> {
          if (!now.containsKey(key)) {
            changes.add(new KvView.Item(key, null, revision));
          }
        });
    List<KvView.Item> written = new ArrayList<>();
    now.forEach(
        (key, item) -> {
          KvView.Item old = before.get(key);
          if (old == null || old.revision() != item.revision()) {
            written.add(item);
          }
        });
    written.sort(Comparator.comparingLong(KvView.Item::revision)); // a stable sort: then by key
    changes.addAll(written);
    boolean json = line.options().format == Options.Format.JSON;
    for (KvView.Item item : changes) {
      Keys.print(world, json ? ApiJson.write(item) : StoreText.change(item));
    }
  }

  private boolean tellOnce(Response wrong, BooleanSupplier pause) {
    String text = Words.lines(String.valueOf(wrong.message()));
    if (!text.equals(complaint)) {
      complaint = text;
      world.err().println("koi kv watch: " + text + "\ntrying again until Ctrl-C");
      world.err().flush();
    }
    return pause.getAsBoolean();
  }

  private static boolean mayPass(Response wrong) {
    Refusal refusal = wrong.refusal();
    if (refusal == null) {
      return false;
    }
    return switch (refusal) {
      case UNREACHABLE, NO_LEADER, NO_QUORUM, NOT_IN_TIME, OVERLOADED, STOPPING -> true;
      case MALFORMED, NOT_ALLOWED, UNKNOWN_NODE, UNKNOWN_GROUP, NOT_ELIGIBLE, MAINTENANCE,
          SUPERSEDED, FAILED, NO_STORE, NOT_WRITABLE, KEY_OR_FOLDER, TOO_LONG, ALREADY,
          CONDITION_FALSE, NOTHING_TO_TEST, NO_FOLDER, NO_KEY ->
          false;
    };
  }
}
