package dev.koi.wire.config;

import dev.koi.core.name.NodeName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The type and range of a key: reads its text, and says for people what it reads.
 *
 * @param <T> what a text becomes
 */
sealed interface Kind<T> {

  Reading<T> read(String text);

  /** For the reference: "whole number from 1 to 65535". */
  String described();

  /** true or false. */
  record Flag() implements Kind<Boolean> {
    @Override
    public Reading<Boolean> read(String text) {
      return switch (text) {
        case "true", "1" -> Reading.good(true);
        case "false", "0" -> Reading.good(false);
        default -> Reading.expected("true or false", text);
      };
    }

    @Override
    public String described() {
      return "true or false";
    }
  }

  /** On or off, in words that say so; true and false too. */
  record Switch() implements Kind<Boolean> {
    @Override
    public Reading<Boolean> read(String text) {
      return switch (text) {
        case "on", "true", "1" -> Reading.good(true);
        case "off", "false", "0" -> Reading.good(false);
        default -> Reading.expected("on or off", text);
      };
    }

    @Override
    public String described() {
      return "on or off";
    }
  }

  /** A whole number, both ends included. */
  record Whole(int least, int most) implements Kind<Integer> {
    @Override
    public Reading<Integer> read(String text) {
      try {
        int number = Integer.parseInt(text);
        if (number >= least && number <= most) {
          return Reading.good(number);
        }
      } catch (NumberFormatException _) {
        // Said below, as for a number out of range.
      }
      return Reading.expected("a " + described(), text);
    }

    @Override
    public String described() {
      String from = least == Integer.MIN_VALUE ? "" : " from " + least;
      return "whole number"
          + from
          + (most == Integer.MAX_VALUE ? "" : (from.isEmpty() ? " up" : "") + " to " + most);
    }
  }

  /** A duration, both ends included. */
  record Span(Duration least, Duration most) implements Kind<Duration> {
    @Override
    public Reading<Duration> read(String text) {
      Optional<Duration> parsed = Durations.parse(text);
      boolean within =
          parsed.isPresent()
              && parsed.get().compareTo(least) >= 0
              && parsed.get().compareTo(most) <= 0;
      return within ? Reading.good(parsed.get()) : Reading.expected("a " + described(), text);
    }

    @Override
    public String described() {
      return "duration from " + Durations.text(least) + " to " + Durations.text(most);
    }
  }

  /** One of some words. */
  record Choice<T>(Map<String, T> words) implements Kind<T> {
    static Choice<String> of(List<String> words) {
      Map<String, String> same = new LinkedHashMap<>();
      words.forEach(word -> same.put(word, word));
      return new Choice<>(same);
    }

    @Override
    public Reading<T> read(String text) {
      T meant = words.get(text);
      return meant == null ? Reading.expected("one of " + described(), text) : Reading.good(meant);
    }

    @Override
    public String described() {
      return String.join(", ", words.keySet());
    }
  }

  /** Any text but none. */
  record Text(String what) implements Kind<String> {
    @Override
    public Reading<String> read(String text) {
      return text.isEmpty() ? Reading.expected("a " + what, text) : Reading.good(text);
    }

    @Override
    public String described() {
      return what;
    }
  }

  /** The name of a node. */
  record Name() implements Kind<NodeName> {
    @Override
    public Reading<NodeName> read(String text) {
      return NodeName.isLegal(text)
          ? Reading.good(new NodeName(text))
          : Reading.expected("a node's name of 1 to 64 letters, digits, '.', '-' or '_'", text);
    }

    @Override
    public String described() {
      return "node name";
    }
  }

  /** {@code never}, or {@code after} and how long; zero stands for never. */
  record Failback() implements Kind<Duration> {
    private static final String AFTER = "after ";

    @Override
    public Reading<Duration> read(String text) {
      if (text.equals("never")) {
        return Reading.good(Duration.ZERO);
      }
      Optional<Duration> delay =
          text.startsWith(AFTER)
              ? Durations.parse(text.substring(AFTER.length()).strip())
              : Optional.empty();
      return delay.filter(Duration::isPositive).isPresent()
          ? Reading.good(delay.get())
          : Reading.expected(described(), text);
    }

    @Override
    public String described() {
      return "never or \"after DURATION\"";
    }
  }

  /** A list between commas, semicolons or blanks; empty is a list too. */
  record Listed<T>(Kind<T> element, String what) implements Kind<List<T>> {
    @Override
    public Reading<List<T>> read(String text) {
      List<T> found = new ArrayList<>();
      for (String item : text.strip().split("[,;\\s]+", -1)) {
        if (item.isEmpty()) {
          continue;
        }
        switch (element.read(item)) {
          case Reading.Good<T>(T value) -> found.add(value);
          case Reading.Bad<T>(String why) -> {
            return new Reading.Bad<>(why);
          }
        }
      }
      return Reading.good(found);
    }

    @Override
    public String described() {
      return what;
    }
  }

  /** An address of a node, perhaps with a port. */
  record Located() implements Kind<Address> {
    @Override
    public Reading<Address> read(String text) {
      return Address.parse(text);
    }

    @Override
    public String described() {
      return "address";
    }
  }
}
