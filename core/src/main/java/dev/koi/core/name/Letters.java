package dev.koi.core.name;

/** What names are made of. A loop and no pattern: names are checked in every datagram that arrives. */
final class Letters {

  private static final int LONGEST = 64;

  private Letters() {}

  /** Whether the text is 1 to 64 ASCII letters, digits, or of {@code others}. */
  static boolean areLegal(String text, String others) {
    if (text.isEmpty() || text.length() > LONGEST) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!plain && others.indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }
}
