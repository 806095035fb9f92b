package dev.koi.core.name;

/** A group: services that share one master. 1 to 64 letters, digits, dashes or underscores. */
public record GroupName(String text) implements Comparable<GroupName> {

  /** The group of the flat services folder, which is all that the original koi had. */
  public static final GroupName DEFAULT = new GroupName("default");

  public GroupName {
    if (!isLegal(text)) {
      throw new IllegalArgumentException("not a group name: " + text);
    }
  }

  public static boolean isLegal(String text) {
    return Letters.areLegal(text, "_-");
  }

  @Override
  public int compareTo(GroupName other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
