package dev.koi.wire.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What loading gave.
 *
 * @param configuration null if and only if a problem is an error
 * @param problems in the order of files and lines
 * @param stated the same key by key; null with the configuration
 */
public record Loaded(
    @Nullable Configuration configuration, List<Problem> problems, @Nullable Stated stated) {

  public Loaded {
    problems = List.copyOf(problems);
  }
}
