package dev.koi.core.store;

import java.math.BigInteger;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The operators of a condition: those of test(1) that compare two words. */
public enum Comparison {
  SAME("="),
  DIFFERENT("!="),
  BEFORE("<"),
  AFTER(">"),
  EQUAL("-eq"),
  UNEQUAL("-ne"),
  LESS("-lt"),
  AT_MOST("-le"),
  GREATER("-gt"),
  AT_LEAST("-ge");

  private final String word;

  Comparison(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }

  public static Optional<Comparison> of(String word) {
    for (Comparison test : values()) {
      if (test.word.equals(word)) {
        return Optional.of(test);
      }
    }
    return Optional.empty();
  }

  /**
   * Whether it holds. What compares numbers is false unless both are whole numbers, of any size; blanks
   * around them do not matter, as in the shell. Texts are compared by their UTF-16 code units, not by a
   * locale, which members might not share.
   */
  public boolean holds(String left, String right) {
    return switch (this) {
      case SAME -> left.equals(right);
      case DIFFERENT -> !left.equals(right);
      case BEFORE -> left.compareTo(right) < 0;
      case AFTER -> left.compareTo(right) > 0;
      case EQUAL, UNEQUAL, LESS, AT_MOST, GREATER, AT_LEAST ->
          compare(number(left), number(right));
    };
  }

  private boolean compare(@Nullable BigInteger left, @Nullable BigInteger right) {
    if (left == null || right == null) {
      return false;
    }
    int order = left.compareTo(right);
    return switch (this) {
      case EQUAL -> order == 0;
      case UNEQUAL -> order != 0;
      case LESS -> order < 0;
      case AT_MOST -> order <= 0;
      case GREATER -> order > 0;
      case AT_LEAST -> order >= 0;
      case SAME, DIFFERENT, BEFORE, AFTER -> throw new IllegalStateException(word + " of numbers");
    };
  }

  private static @Nullable BigInteger number(String text) {
    String plain = text.strip();
    boolean whole = plain.matches("[+-]?[0-9]{1,400}");
    return whole ? new BigInteger(plain.startsWith("+") ? plain.substring(1) : plain) : null;
  }
}
