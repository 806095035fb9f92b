package dev.koi.core.name;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A node's identity: drawn once, kept in its state folder, so that a node may be renamed. */
public record NodeId(UUID uuid) implements Comparable<NodeId> {

  /**
   * The id that {@link #toString} wrote.
   *
   * @throws IllegalArgumentException if the text is no UUID
   */
  public static NodeId parse(String text) {
    return new NodeId(UUID.fromString(text));
  }

  // By hand: a record's own goes through method handles, and this is asked ten thousand times a second.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof NodeId id && uuid.equals(id.uuid);
  }

  @Override
  public int hashCode() {
    return uuid.hashCode();
  }

  @Override
  public int compareTo(NodeId other) {
    return uuid.compareTo(other.uuid);
  }

  @Override
  public String toString() {
    return uuid.toString();
  }
}
