package dev.koi.node.consensus;

import dev.koi.core.raft.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The simplest machine: it keeps every word in order, and answers with how many there are. */
final class Words implements StateMachine<Integer> {

  private final List<String> words = new ArrayList<>();

  static Bytes bytes(String text) {
    return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(Bytes bytes) {
    return new String(bytes.toArray(), StandardCharsets.UTF_8);
  }

  List<String> all() {
    return List.copyOf(words);
  }

  @Override
  public Integer apply(long index, Bytes command) {
    words.add(text(command));
    return words.size();
  }

  @Override
  public Supplier<Bytes> freeze() {
    List<String> copy = all();
    return () -> bytes(String.join(" ", copy));
  }

  @Override
  public void restore(long index, Bytes state) {
    words.clear();
    words.addAll(List.of(text(state).split(" ", -1)));
  }
}
