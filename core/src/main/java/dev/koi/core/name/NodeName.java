package dev.koi.core.name;

/** What a person calls a node: 1 to 64 letters, digits, dots, dashes or underscores. */
public record NodeName(String text) implements Comparable<NodeName> {

  public NodeName {
    if (!isLegal(text)) {
      throw new IllegalArgumentException("not a node name: " + text);
    }
  }

  public static boolean isLegal(String text) {
    return Letters.areLegal(text, "._-");
  }

  @Override
  public int compareTo(NodeName other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
