package dev.koi.core.runner;

import dev.koi.core.time.Moment;
import org.jspecify.annotations.Nullable;

/**
 * How often the group failed.
 *
 * @param count since it last ran for long enough
 * @param last when; null if never since someone asked to forget
 * @param recovered when it last began again; null if it did not
 * @param asked someone wants it to begin again as soon as everything is down
 */
record Failures(int count, @Nullable Moment last, @Nullable Moment recovered, boolean asked) {

  static final Failures NONE = new Failures(0, null, null, false);
}
