package dev.koi.node.daemon;

import dev.koi.core.message.ServiceReport;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a report within what one message can carry (64 KiB), however many services a node has: first
 * what those that are well said last is left out, then what the others said is cut, then services are
 * left out, those that are well before those that failed; the last that is told says how many.
 */
final class Brevity {

  /** For services; the rest of a report is a few kilobytes at most. */
  static final int BUDGET_BYTES = 48 * 1024;

  /** State, action, flags and lengths, generously. */
  private static final int EACH = 24;

  private static final int SHORTEST = 40;

  /** What says how many were left out. */
  private static final int NOTE_BYTES = 64;

  private Brevity() {}

  static List<ServiceReport> of(List<ServiceReport> services) {
    if (fits(services)) {
      return services;
    }
    List<ServiceReport> quiet =
        services.stream().map(s -> s.failed() ? s : with(s, null)).toList();
    if (fits(quiet)) {
      return quiet;
    }
    List<ServiceReport> brief = quiet.stream().map(s -> with(s, cut(s.message()))).toList();
    return fits(brief) ? brief : first(brief);
  }

  private static List<ServiceReport> first(List<ServiceReport> services) {
    List<ServiceReport> kept = new ArrayList<>();
    int left = BUDGET_BYTES - NOTE_BYTES;
    for (boolean failed : new boolean[] {true, false}) {
      for (ServiceReport service : services) {
        int bytes = bytes(service);
        if (service.failed() == failed && bytes <= left) {
          left -= bytes;
          kept.add(service);
        }
      }
    }
    kept.sort(Comparator.comparing(ServiceReport::name));
    int missing = services.size() - kept.size();
    kept.add(with(kept.removeLast(), missing + " more services do not fit into the report"));
    return kept;
  }

  private static boolean fits(List<ServiceReport> services) {
    return services.stream().mapToInt(Brevity::bytes).sum() <= BUDGET_BYTES;
  }

  private static int bytes(ServiceReport service) {
    return EACH + bytes(service.name().text()) + bytes(service.message());
  }

  private static int bytes(@Nullable String text) {
    return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static @Nullable String cut(@Nullable String message) {
    return message == null || message.length() <= SHORTEST
        ? message
        : message.substring(0, SHORTEST - 1) + "…";
  }

  private static ServiceReport with(ServiceReport s, @Nullable String message) {
    return new ServiceReport(s.name(), s.state(), s.action(), s.failed(), message);
  }
}
