package dev.koi.cli.render;

import java.time.Instant;

/**
 * How a text is to look.
 *
 * @param now what ages are counted to
 * @param width columns that free text is folded or cut to; tables of ordinary names fit into 80
 * @param colour whether to use the terminal's colours
 * @param wide more columns, nothing cut
 */
public record Look(Instant now, int width, boolean colour, boolean wide) {

  /** As in a file or a pipe. */
  public static Look plain(Instant now) {
    return new Look(now, 80, false, false);
  }
}
