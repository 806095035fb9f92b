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
 * @param held letters that must not leave before
 */
record Disk(long last, long done, long ballot, long safe, List<Pending> pending, List<Held> held) {

  record Pending(long ticket, long index) {}

  record Held(long ticket, Letter letter) {}

  Disk {
    pending = List.copyOf(pending);
    held = List.copyOf(held);
  }

  static Disk begin(long safe) {
    return new Disk(0, 0, 0, safe, List.of(), List.of());
  }

  /** Whether term and vote would survive a crash. */
  boolean ballotIsSafe() {
    return ballot <= done;
  }

  /** Another ticket; once it is done, entries up to this one are safe. */
  Disk persist(boolean withBallot, long index) {
    List<Pending> next = new ArrayList<>(pending);
    next.add(new Pending(last + 1, index));
    return new Disk(last + 1, done, withBallot ? last + 1 : ballot, safe, next, held);
  }

  /** Entries after this one are no more, also where their tickets are not done yet. */
  Disk truncated(long index) {
    List<Pending> next =
        pending.stream().map(p -> new Pending(p.ticket(), Math.min(p.index(), index))).toList();
    return new Disk(last, done, ballot, Math.min(safe, index), next, held);
  }

  Disk hold(long ticket, Letter letter) {
    List<Held> next = new ArrayList<>(held);
    next.add(new Held(ticket, letter));
    return new Disk(last, done, ballot, safe, pending, next);
  }

  /** Letters that may leave once this ticket is done. */
  List<Letter> freed(long ticket) {
    return held.stream().filter(h -> h.ticket() <= ticket).map(Held::letter).toList();
  }

  Disk persisted(long ticket) {
    if (ticket > last) {
      throw new IllegalArgumentException("ticket " + ticket + " was never given, " + last + " was");
    }
    long index = safe;
    List<Pending> open = new ArrayList<>();
    for (Pending one : pending) {
      if (one.ticket() <= ticket) {
        index = Math.max(index, one.index());
      } else {
        open.add(one);
      }
    }
    List<Held> still = held.stream().filter(h -> h.ticket() > ticket).toList();
    return new Disk(last, Math.max(done, ticket), ballot, index, open, still);
  }
}
