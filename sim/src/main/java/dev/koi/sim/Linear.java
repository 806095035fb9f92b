package dev.koi.sim;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether what clients saw of one key can be explained by operations that happened one after the other,
 * each at an instant between its call and its answer (Herlihy and Wing, 1990). By the search of Wing and
 * Gong (1993) with the memory of Lowe (2017): what is done, together with the value that this led to, is
 * never looked at twice. Keys are independent of each other, so each is checked alone.
 */
public final class Linear {

  private final List<Operation> history;
  private final Set<Explained> seen = new HashSet<>();

  private Linear(List<Operation> history) {
    this.history = history;
  }

  /**
   * What a client did and saw.
   *
   * @param called when it asked
   * @param answered when it was answered; null: never, so it may have happened at any time since, or not
   */
  public record Operation(long called, @Nullable Long answered, Act act) {

    private boolean isOpen() {
      return answered == null;
    }
  }

  /** What it was about. The value of a key that is not there is null. */
  public sealed interface Act {

    /** The value at the end, null if this cannot be done and answered so from {@code value}. */
    @Nullable After on(@Nullable String value);
  }

  /** A value, so that a missing key is not mistaken for a missing answer. */
  public record After(@Nullable String value) {}

  public record Wrote(@Nullable String value) implements Act {
    @Override
    public After on(@Nullable String before) {
      return new After(value);
    }
  }

  public record Read(@Nullable String value) implements Act {
    @Override
    public @Nullable After on(@Nullable String before) {
      return Objects.equals(before, value) ? new After(before) : null;
    }
  }

  /**
   * A conditional write.
   *
   * @param happened whether it was answered that it did; null: it was not answered
   */
  public record Swapped(@Nullable String from, @Nullable String to, @Nullable Boolean happened)
      implements Act {
    @Override
    public @Nullable After on(@Nullable String before) {
      boolean happens = Objects.equals(before, from);
      boolean answered = happened == null || happened == happens;
      return answered ? new After(happens ? to : before) : null;
    }
  }

  /** A set of operations, and the value that they led to. */
  private record Explained(BitSet done, @Nullable String value) {

    private Explained with(int operation, After after) {
      BitSet more = (BitSet) done.clone();
      more.set(operation);
      return new Explained(more, after.value());
    }
  }

  /**
   * Looks for an explanation.
   *
   * @param history of one key, which is not there at first; in any order
   */
  public static boolean holds(List<Operation> history) {
    List<Operation> sorted =
        history.stream().sorted(Comparator.comparingLong(Operation::called)).toList();
    return new Linear(sorted).search();
  }

  private boolean search() {
    Deque<Explained> open = new ArrayDeque<>();
    open.push(new Explained(new BitSet(history.size()), null));
    while (!open.isEmpty()) {
      Explained here = open.pop();
      long firstAnswer = firstAnswer(here.done());
      if (firstAnswer == Long.MAX_VALUE) {
        return true; // whatever is left was never answered
      }
      for (int i = here.done().nextClearBit(0); i < history.size(); ) {
        Operation next = history.get(i);
        if (next.called() > firstAnswer) {
          break; // somebody was answered before this was asked, so that one comes first
        }
        After after = next.act().on(here.value());
        Explained there = after == null ? null : here.with(i, after);
        if (there != null && seen.add(there)) {
          open.push(there);
        }
        i = here.done().nextClearBit(i + 1);
      }
    }
    return false;
  }

  /** Of those that are not done yet. */
  private long firstAnswer(BitSet done) {
    long first = Long.MAX_VALUE;
    for (int i = done.nextClearBit(0); i < history.size(); i = done.nextClearBit(i + 1)) {
      Operation operation = history.get(i);
      Long answered = operation.answered();
      first = operation.isOpen() || answered == null ? first : Math.min(first, answered);
    }
    return first;
  }
}
