package dev.koi.wire.info;

import java.util.List;

/** What could be read, and every mistake: a mistake does not hide the next one. */
public record Parsed(List<Entry> entries, List<Mistake> mistakes) {

  public Parsed {
    entries = List.copyOf(entries);
    mistakes = List.copyOf(mistakes);
  }
}
