package dev.koi.wire.config;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds what a mistyped word was meant to be: Damerau's distance, in which a letter too many, too
 * few, another one or two swapped count one each (the variant that edits no part twice, which for
 * words of this length finds the same).
 */
public final class Closest {

  private Closest() {}

  /** The candidate with the fewest edits, if they are few for a word of this length. */
  public static Optional<String> to(String word, Stream<String> candidates) {
    String lower = word.toLowerCase(Locale.ROOT);
    int limit = Math.max(1, lower.length() / 3);
    String best = null;
    int fewest = limit + 1;
    for (String candidate : candidates.toList()) {
      if (Math.abs(candidate.length() - lower.length()) >= fewest) {
        continue;
      }
      int edits = distance(lower, candidate);
      if (edits < fewest) {
        fewest = edits;
        best = candidate;
      }
    }
    return Optional.ofNullable(best);
  }

  static int distance(String a, String b) {
    int[][] edits = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      edits[i][0] = i;
    }
    for (int j = 0; j <= b.length(); j++) {
      edits[0][j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      for (int j = 1; j <= b.length(); j++) {
        int other = edits[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        edits[i][j] = Math.min(other, Math.min(edits[i - 1][j], edits[i][j - 1]) + 1);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          edits[i][j] = Math.min(edits[i][j], edits[i - 2][j - 2] + 1);
        }
      }
    }
    return edits[a.length()][b.length()];
  }
}
