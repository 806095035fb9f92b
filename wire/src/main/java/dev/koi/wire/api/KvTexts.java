package dev.koi.wire.api;

import dev.koi.core.store.Comparison;
import dev.koi.core.store.Key;
import dev.koi.core.store.Store;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How long the store's texts may be, and how long they get. */
public final class KvTexts {

  /**
   * Of the texts of one condition or import together, as JSON: 56 KiB. So it fits into a message on its way
   * to the leader, and into an entry of the log ({@code ProposalCodec}, whose bound is a little higher). One
   * value alone needs no such bound: what JSON makes long of it, deflating makes short again.
   */
  public static final int MOST_BYTES = 56 * 1024;

  /** What surrounds a key and its value, in JSON as in an entry, generously. */
  static final int EACH = 16;

  static final String OPERATORS =
      Arrays.stream(Comparison.values()).map(Comparison::word).collect(Collectors.joining(" "));

  private KvTexts() {}

  /** The bytes of a text as a string of JSON, with its quotes: control characters take six each. */
  public static int jsonBytes(String text) {
    int bytes = 2;
    for (int at = 0; at < text.length(); at++) {
      char unit = text.charAt(at);
      bytes +=
          switch (unit) {
            case '"', '\\', '\n', '\r', '\t', '\b', '\f' -> 2;
            case '\u2028', '\u2029' -> 6; // some writers escape them, for the sake of JavaScript
            default -> unit < 0x20 ? 6 : utf8Bytes(unit);
          };
    }
    return bytes;
  }

  private static int utf8Bytes(char unit) {
    if (unit < 0x80) {
      return 1;
    }
    return unit < 0x800 || Character.isSurrogate(unit) ? 2 : 3; // half of a pair has half of four
  }

  static void value(@Nullable String text, String property) {
    if (text == null) {
      return;
    }
    whole(text, property);
    if (bytes(text) > Store.MAX_VALUE_BYTES) {
      throw new IllegalArgumentException(property + " must have at most 32 KiB");
    }
  }

  /** A key, or a name as a list shows it: a folder's ends with a slash. */
  static void after(@Nullable String text) {
    if (text == null) {
      return;
    }
    whole(text, "after");
    if (bytes(text) > Key.MAX_BYTES + 1) {
      throw new IllegalArgumentException("after must have at most 1025 bytes");
    }
  }

  static void atLeast(@Nullable Long number, long least, String property) {
    if (number != null) {
      Checks.range(number, least, Long.MAX_VALUE, property);
    }
  }

  /** What an import takes of {@link #MOST_BYTES} for one of its values. */
  public static int jsonBytes(String key, String value) {
    return jsonBytes(key) + jsonBytes(value) + EACH;
  }

  static void values(Map<String, String> values) {
    long sum = 0;
    for (Map.Entry<String, String> each : values.entrySet()) {
      sum += jsonBytes(each.getKey(), each.getValue());
    }
    together(sum, values.size() == 1 ? "key and value" : "values");
  }

  static void condition(@Nullable String value, @Nullable String operand) {
    if (value != null && operand != null) {
      together(jsonBytes(value) + jsonBytes(operand), "value and operand");
    }
  }

  private static void together(long sum, String what) {
    if (sum > MOST_BYTES) {
      throw new IllegalArgumentException(what + " must have at most 56 KiB together, as JSON");
    }
  }

  /** Half of a surrogate pair, which a JSON escape can bring in, is no character: UTF-8 cannot carry it. */
  private static void whole(String text, String property) {
    if (text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
      throw new IllegalArgumentException(property + " contains half of a surrogate pair");
    }
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
