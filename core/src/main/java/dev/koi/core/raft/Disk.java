package dev.koi.core.raft;

import java.util.ArrayList;
import java.util.List;

/**
 * What is on its way to the disk, and what waits for it (SAFETY E1).
 *
 * @param last the latest ticket
 * @param done everything up to this ticket is on disk
 * @param ballot the ticket of the present term and vote
 * @param safe the last entry of the present log that is on disk, with all before it
 * @param pending which entries will be when a ticket is done
 * @param held envelopes that must not leave before
 */
record Disk(
    long last, long done, long ballot, long safe, Chunks<Pending> pending, Chunks<Held> held) {

  record Pending(long ticket, long index) {}

  record Held(long ticket, Envelope envelope) {}

  static Disk begin(long safe) {
    return new Disk(0, 0, 0, safe, Chunks.empty(), Chunks.empty());
  }

  /** Whether term and vote would survive a crash. */
  boolean ballotIsSafe() {
    return ballot <= done;
  }

  /** Another ticket; once it is done, entries up to this one are safe. */
  Disk persist(boolean withBallot, long index) {
    Chunks<Pending> next = pending.plus(List.of(new Pending(last + 1, index)));
    return new Disk(last + 1, done, withBallot ? last + 1 : ballot, safe, next, held);
  }

  /** Entries after this one are no more, also where their tickets are not done yet. */
  Disk truncated(long index) {
    List<Pending> less =
        pending.toList().stream()
            .map(p -> new Pending(p.ticket(), Math.min(p.index(), index)))
            .toList();
    Chunks<Pending> next = Chunks.<Pending>empty().plus(less);
    return new Disk(last, done, ballot, Math.min(safe, index), next, held);
  }

  Disk hold(long ticket, Envelope envelope) {
    Chunks<Held> next = held.plus(List.of(new Held(ticket, envelope)));
    return new Disk(last, done, ballot, safe, pending, next);
  }

  /** Letters that may leave once this ticket is done. */
  List<Envelope> freed(long ticket) {
    List<Envelope> freed = new ArrayList<>();
    for (int i = 0; i < held.size() && held.get(i).ticket() <= ticket; i++) {
      freed.add(held.get(i).envelope());
    }
    return freed;
  }

  Disk persisted(long ticket) {
    if (ticket > last) {
      throw new IllegalArgumentException("ticket " + ticket + " was never given, " + last + " was");
    }
    long index = safe;
    int over = 0;
    while (over < pending.size() && pending.get(over).ticket() <= ticket) {
      index = Math.max(index, pending.get(over++).index());
    }
    Chunks<Held> still = held.drop(freed(ticket).size());
    return new Disk(last, Math.max(done, ticket), ballot, index, pending.drop(over), still);
  }
}
