package dev.koi.core.runner;

import dev.koi.core.time.Moment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How often the group failed.
 *
 * @param count since it last ran for long enough
 * @param last when; null if never since someone asked to forget
 * @param recovered when it last began again; null if it did not
 * @param asked someone wants it to begin again as soon as everything is down
 * @param log the last {@value #KEPT} since the daemon began, oldest first; they are never forgotten
 */
record Failures(
    int count,
    @Nullable Moment last,
    @Nullable Moment recovered,
    boolean asked,
    List<FailureEntry> log) {

  /** As many as the original shows. */
  private static final int KEPT = 10;

  static final Failures NONE = new Failures(0, null, null, false, List.of());

  Failures {
    log = List.copyOf(log);
  }

  Failures another(int counts, Moment now, String what) {
    long number = log.isEmpty() ? 1 : log.getLast().number() + 1;
    List<FailureEntry> next = new ArrayList<>(log);
    next.add(new FailureEntry(number, now, what));
    List<FailureEntry> last = next.subList(Math.max(0, next.size() - KEPT), next.size());
    return new Failures(counts, now, recovered, false, last);
  }

  Failures askedToRecover() {
    return new Failures(0, last, recovered, true, log);
  }

  Failures forgotten(@Nullable Moment since) {
    return new Failures(0, null, since, false, log);
  }

  Failures recoveredBy(Moment now) {
    return new Failures(count, last, now, false, log);
  }
}
