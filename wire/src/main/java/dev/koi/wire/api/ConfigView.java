package dev.koi.wire.api;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What files say: {@code koi config list|get|set|check -o json}.
 *
 * @param version of this format: {@value #VERSION}
 * @param valid whether a node would start with it
 * @param keys all for list; the one for get and set; none for check
 * @param bounds what the configuration promises about a failover, for people; only for check
 */
@Json
public record ConfigView(
    int version, boolean valid, List<Key> keys, List<Problem> problems, List<String> bounds) {

  public static final int VERSION = 1;

  /**
   * A key.
   *
   * @param value null when nothing is written and the default is no value of its own, or in a list
   *     for a secret
   * @param file where it is written, null for a default
   * @param line from 1, null for a default
   * @param note what the default depends on, or that the key changes nothing; null when neither
   */
  @Json
  public record Key(
      String name,
      @Nullable String value,
      @Nullable String file,
      @Nullable Integer line,
      @Nullable String note) {

    public Key {
      Checks.present(name, "name");
    }
  }

  /** A mistake or warning. */
  @Json
  public record Problem(String severity, String file, int line, int column, String text) {

    public Problem {
      Checks.present(severity, "severity");
      Checks.present(file, "file");
      Checks.present(text, "text");
    }
  }

  public ConfigView {
    Checks.version(version, VERSION);
    keys = Checks.list(keys, "keys");
    problems = Checks.list(problems, "problems");
    bounds = Checks.list(bounds, "bounds");
  }
}
