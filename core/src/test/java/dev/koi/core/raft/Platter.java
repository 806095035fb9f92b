package dev.koi.core.raft;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/** What a member's disk holds, and what is on its way there. A crash loses the latter. */
final class Platter {

  private final List<RaftOutput.Persist> queue = new ArrayList<>();
  private Stored stored;
  private long tickets;

  Platter(Stored stored) {
    this.stored = stored;
  }

  void take(RaftOutput.Persist persist) {
    assertThat(persist.ticket()).isEqualTo(++tickets);
    queue.add(persist);
  }

  boolean isBusy() {
    return !queue.isEmpty();
  }

  /** Flushes so many; the ticket that is done then. */
  long flush(int count) {
    long ticket = 0;
    for (int i = 0; i < count; i++) {
      RaftOutput.Persist persist = queue.removeFirst();
      persist.writes().forEach(this::write);
      ticket = persist.ticket();
    }
    return ticket;
  }

  int waiting() {
    return queue.size();
  }

  void crash() {
    queue.clear();
    tickets = 0;
  }

  Stored stored() {
    return stored;
  }

  private void write(Write write) {
    if (write instanceof Write.Vote vote) {
      assertThat(vote.ballot().term()).isGreaterThanOrEqualTo(stored.ballot().term());
    }
    if (write instanceof Write.Append append) {
      List<Entry> entries = stored.entries();
      long last = entries.isEmpty() ? stored.snapshot().index() : entries.getLast().index();
      assertThat(append.entries().getFirst().index()).isEqualTo(last + 1);
    }
    stored = stored.after(write);
  }
}
