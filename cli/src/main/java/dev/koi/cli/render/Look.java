package dev.koi.cli.render;

import java.time.Instant;

/**
 * How a text is to look.
 *
 * @param now what ages are counted to
 * @param width columns that text is folded and tables are cut to
 * @param colour whether to use the terminal's colours
 * @param wide more columns, nothing cut
 */
public record Look(Instant now, int width, boolean colour, boolean wide) {

  /** As in a file or a pipe. */
  public static Look plain(Instant now) {
    return new Look(now, 80, false, false);
  }

  /** The same as broad as it takes. */
  public Look unlimited() {
    return new Look(now, Integer.MAX_VALUE / 2, colour, wide);
  }
}
