package dev.koi.wire.config;

import org.jspecify.annotations.Nullable;

/**
 * A key and what holds for it.
 *
 * @param name such as {@code node.port}, or {@code group.web.prefer}
 * @param value null when nothing is written and the default is no value of its own
 * @param file where it is written, null when nowhere
 * @param line from 1, 0 when nowhere
 * @param note for people: what the default is or depends on, or that it changes nothing
 * @param secret whether the value belongs into no list
 */
public record KeyRow(
    String name, @Nullable String value, @Nullable String file, int line, String note, boolean secret) {

  /** FILE:LINE, or "default". */
  public String source() {
    return file == null ? "default" : file + ":" + line;
  }
}
