package dev.koi.core.raft;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/** What a member's disk holds, and what is on its way there. A crash loses the latter. */
final class Platter {

  private final List<RaftOutput.Persist> queue = new ArrayList<>();
  private Ballot ballot;
  private Snapshot snapshot;
  private List<Entry> entries;
  private long tickets;

  Platter(Stored stored) {
    ballot = stored.ballot();
    snapshot = stored.snapshot();
    entries = new ArrayList<>(stored.entries());
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
    return new Stored(ballot, snapshot, entries);
  }

  private void write(Write write) {
    switch (write) {
      case Write.Vote vote -> {
        assertThat(vote.ballot().term()).isGreaterThanOrEqualTo(ballot.term());
        ballot = vote.ballot();
      }
      case Write.Truncate truncate -> entries.removeIf(e -> e.index() > truncate.after());
      case Write.Append append -> {
        long last = entries.isEmpty() ? snapshot.index() : entries.getLast().index();
        assertThat(append.entries().getFirst().index()).isEqualTo(last + 1);
        entries.addAll(append.entries());
      }
      case Write.Install install -> {
        snapshot = install.snapshot();
        entries = new ArrayList<>();
      }
      case Write.Compact compact -> {
        snapshot = compact.snapshot();
        entries.removeIf(e -> e.index() <= compact.through());
      }
    }
  }
}
