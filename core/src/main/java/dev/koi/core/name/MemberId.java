package dev.koi.core.name;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A member of the consensus: a name, and an id that was drawn when its state was made (SAFETY E1a). A
 * node that lost its disk has the old name and another id, so nobody takes its promises for those that
 * were lost: a voter that forgets its vote may give it twice.
 */
public record MemberId(NodeName name, UUID drawn) implements Comparable<MemberId> {

  // By hand for the same reason as NodeId's.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MemberId id && drawn.equals(id.drawn) && name.equals(id.name);
  }

  @Override
  public int hashCode() {
    return drawn.hashCode();
  }

  @Override
  public int compareTo(MemberId other) {
    int byName = name.compareTo(other.name);
    return byName != 0 ? byName : drawn.compareTo(other.drawn);
  }

  @Override
  public String toString() {
    return name + "/" + drawn;
  }
}
