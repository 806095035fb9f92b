package dev.koi.cli;

import dev.koi.core.store.Comparison;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What begins with a dash and is no option: the dash alone, which is standard input, numbers below zero,
 * and the operators of a condition where one stands. Everything else of that kind comes behind {@code --}.
 */
final class Dashes {

  private static final int PLACE_OF_OPERATOR = 3; // kv if KEY

  private Dashes() {}

  /** Whether it is a word, behind those that were there. */
  static boolean isWord(String argument, List<String> before) {
    if (!argument.startsWith("-") || argument.equals("-") || isNumber(argument)) {
      return true;
    }
    return before.size() == PLACE_OF_OPERATOR
        && before.getFirst().equals("kv")
        && before.get(1).equals("if")
        && Comparison.of(argument).isPresent();
  }

  private static boolean isNumber(String argument) {
    return argument.length() > 1 && argument.charAt(1) >= '0' && argument.charAt(1) <= '9';
  }

  /**
   * Of words that the library let through, the one that was probably meant for an option.
   *
   * @param words of {@code kv if} and others, without these two
   */
  static @Nullable String odd(List<String> words, List<String> original) {
    if (original.contains("--")) {
      return null;
    }
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      Optional<Comparison> operator = i == 1 ? Comparison.of(word) : Optional.empty();
      if (word.startsWith("-") && !word.equals("-") && !isNumber(word) && operator.isEmpty()) {
        return word;
      }
    }
    return null;
  }
}
