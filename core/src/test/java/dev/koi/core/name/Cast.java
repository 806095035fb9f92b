package dev.koi.core.name;

import java.util.UUID;

/** The nodes and groups that tests play with: nodes have letters, and a later letter ranks higher. */
public final class Cast {

  public static final GroupName DB = new GroupName("db");

  private Cast() {}

  public static NodeId node(String letter) {
    if (letter.length() != 1) {
      throw new IllegalArgumentException("a node is one letter: " + letter);
    }
    return new NodeId(new UUID(0, letter.charAt(0)));
  }

  /** The letter of a node. */
  public static String letter(NodeId id) {
    return Character.toString((char) id.uuid().getLeastSignificantBits());
  }

  public static Incarnation run(String letter) {
    return run(letter, 1);
  }

  /** The node's start of this number, all of one boot. */
  public static Incarnation run(String letter, long start) {
    return new Incarnation(node(letter), new UUID(0, 1), start);
  }

  public static Epoch epoch(long number) {
    return new Epoch(number);
  }
}
