package dev.koi.node.consensus;

import dev.koi.core.raft.Bytes;
import dev.koi.core.raft.Envelope;
import dev.koi.core.raft.RaftOutput;
import dev.koi.core.raft.Stored;
import dev.koi.core.reason.RaftReason;
import dev.koi.core.time.Moment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** One member at a {@link Table}, its disk and what it was told. */
final class Seat implements World {

  final List<RaftOutput.Persist> written = new ArrayList<>();
  final List<String> told = new ArrayList<>();
  final List<Fate<Integer>> fates = new ArrayList<>();
  final Words words = new Words();
  final Consensus<Integer> consensus;

  /** Its disk answers only when told to. */
  boolean slow;

  private final Table table;
  private final String name;
  private final Random random;
  private final List<Long> tickets = new ArrayList<>();
  private long frozen;
  private Bytes snapshot = Bytes.NONE;

  Seat(Table table, String name, Stored stored) {
    this.table = table;
    this.name = name;
    this.random = new Random(name.hashCode());
    this.consensus =
        Consensus.begin(
            new Consensus.Parts<>(
                Table.settings(name),
                new Consensus.Limits(Table.PENDING_BYTES, Table.SNAPSHOT_PERIOD),
                this,
                words),
            stored,
            table.now);
  }

  boolean leads() {
    return consensus.state().mayAct();
  }

  void propose(String... texts) {
    for (String text : texts) {
      consensus.propose(Words.bytes(text), fates::add);
    }
    flush();
  }

  /** The end of an event; then the disk answers. */
  void flush() {
    consensus.flush(table.now);
    while (!slow && !tickets.isEmpty()) {
      long ticket = tickets.getLast();
      tickets.clear();
      consensus.persisted(ticket, table.now);
      consensus.flush(table.now);
    }
  }

  /** How many snapshots are being made; then this one is. */
  long freeze() {
    long index = frozen;
    frozen = 0;
    consensus.frozen(index, snapshot, table.now);
    flush();
    return index;
  }

  boolean isFreezing() {
    return frozen != 0;
  }

  @Override
  public void persist(RaftOutput.Persist persist) {
    written.add(persist);
    tickets.add(persist.ticket());
  }

  @Override
  public void send(Envelope envelope) {
    table.post.add(envelope);
  }

  @Override
  public void encode(long index, Supplier<Bytes> state) {
    if (frozen != 0) {
      throw new AssertionError("two at a time");
    }
    frozen = index;
    snapshot = state.get();
  }

  @Override
  public long draw() {
    return random.nextLong();
  }

  @Override
  public void elected(long term, Moment confirmed) {
    told.add("elected");
  }

  @Override
  public void deposed(long term) {
    told.add("deposed");
  }

  @Override
  public void ended(RaftReason why) {
    told.add("ended: " + why);
  }

  @Override
  public void note(RaftReason reason) {}

  @Override
  public String toString() {
    return name;
  }
}
