package dev.koi.house.sample.core;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What core looks like: everything that matters is an argument. */
record Pure(@Nullable String name, List<Duration> waits) {

  /** Says which of the two it is. */
  sealed interface Answer {
    record Yes(int why) implements Answer {}

    record No() implements Answer {}
  }

  enum Colour {
    RED,
    GREEN
  }

  Duration longest() {
    return waits.stream().max(Comparator.naturalOrder()).orElse(Duration.ZERO);
  }

  Map<String, Set<String>> hasNoOrder() {
    return Map.of("none", Set.of());
  }

  int cells(long[][] table) {
    return table.length * table[0].length;
  }

  String describe(Answer answer, Colour colour) {
    var words = new TreeMap<String, Colour>();
    words.put("colour", colour);
    String said =
        switch (answer) {
          case Answer.Yes(int why) -> "yes " + why;
          case Answer.No() -> "no";
        };
    return switch (colour) {
      case RED -> said + words;
      case GREEN -> said.repeat(2);
    };
  }
}
