package dev.koi.cli.render;

import dev.koi.wire.api.KvView;
import org.jspecify.annotations.Nullable;

/** What the store says, as text. */
public final class StoreText {

  /** Behind a key that was removed. No value looks so: a backslash in a value is doubled. */
  private static final String GONE = "\\gone";

  private StoreText() {}

  /** A change on one line: a key and what it is now. */
  public static String change(KvView.Item item) {
    return item.key() + " " + (item.value() == null ? GONE : escaped(item.value()));
  }

  /** How old what was read is. */
  public static String age(@Nullable Long millis) {
    return millis == null ? "nobody knows how old this is" : "as of " + Ages.text(millis) + " ago";
  }

  private static String escaped(String value) {
    StringBuilder out = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      char unit = value.charAt(i);
      switch (unit) {
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\\' -> out.append("\\\\");
        default -> {
          if (Character.isISOControl(unit)) {
            out.append("\\u").append("%04x".formatted((int) unit));
          } else {
            out.append(unit);
          }
        }
      }
    }
    return out.toString();
  }
}
