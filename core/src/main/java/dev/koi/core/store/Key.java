package dev.koi.core.store;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A path such as {@code a/b/c}: names between slashes, without a slash at either end.
 *
 * @param path as it is compared and shown
 */
public record Key(String path) implements Comparable<Key> {

  public static final int MAX_BYTES = 1_024;

  /** What koi itself keeps; everyone may read it. */
  private static final String OURS = "koi/";

  public Key {
    require(!path.isEmpty(), "a key has a name: a, or a/b/c");
    require(path.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES, "a key has at most 1024 bytes");
    require(path.codePoints().noneMatch(Character::isISOControl), "a key has no control characters");
    require(path.codePoints().noneMatch(Key::isHalf), "a key has no half of a surrogate pair");
    require(
        !path.startsWith("/") && !path.endsWith("/") && !path.contains("//"),
        "between two slashes of a key stands a name");
  }

  /**
   * As a person writes it: a slash in front is allowed.
   *
   * @throws IllegalArgumentException if it is no key; the text says what is expected
   */
  public static Key of(String text) {
    return new Key(text.startsWith("/") ? text.substring(1) : text);
  }

  /** Whether only koi itself writes it. */
  public boolean isOurs() {
    return path.startsWith(OURS) || path.equals("koi");
  }

  /** What everything below this key, were it a folder, begins with. */
  String asFolder() {
    return path + "/";
  }

  /** The folders that it lies in, the nearest first. */
  List<Key> parents() {
    List<Key> parents = new ArrayList<>();
    for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      parents.add(new Key(path.substring(0, slash)));
    }
    return parents;
  }

  @Override
  public int compareTo(Key other) {
    return path.compareTo(other.path);
  }

  @Override
  public String toString() {
    return path;
  }

  /** UTF-8 cannot carry it: it would come back from the log as another key. */
  private static boolean isHalf(int point) {
    return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
  }

  private static void require(boolean holds, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(expected);
    }
  }
}
