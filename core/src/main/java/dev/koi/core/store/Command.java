package dev.koi.core.store;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What shall happen to the store. */
public sealed interface Command {

  /** The key has this value. */
  record Set(Key key, String value) implements Command {}

  /** The key is no more, nor are the folders that only it kept. */
  record Unset(Key key) implements Command {}

  /** The key gets a value if the one that it has compares so; lite-raft's {@code if KEY OP VALUE set NEW}. */
  record SetIf(Key key, Comparison comparison, String operand, String value) implements Command {}

  /**
   * The key gets a value if it was not written since.
   *
   * @param revision of its latest write, 0: it must not exist
   * @param value null: it is to be removed
   */
  record Swap(Key key, long revision, @Nullable String value) implements Command {}

  /** All of these, or, if one of them cannot be, none. */
  record Import(SortedMap<Key, String> values) implements Command {

    public Import {
      values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }
  }

  /** Nothing. It makes what follows it see all that went before. */
  record Nothing() implements Command {}
}
