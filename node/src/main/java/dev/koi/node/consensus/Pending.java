package dev.koi.node.consensus;

import dev.koi.core.raft.Bytes;
import dev.koi.core.raft.Content;
import dev.koi.core.raft.Entry;
import dev.koi.core.raft.RaftInput;
import dev.koi.core.raft.RaftOutput;
import dev.koi.core.reason.RaftReason;
import dev.koi.core.reason.RaftReason.Refusal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Who asked for what, and is told when it is decided: each exactly once. */
final class Pending<R> {

  private record Command<R>(Bytes bytes, Consumer<Fate<R>> then) {}

  private final long mostBytes;
  private final int messageBytes;

  /** Asked since the last flush. */
  private List<Command<R>> fresh = new ArrayList<>();

  private List<Consumer<Fate<Void>>> looking = new ArrayList<>();

  // Handed to Raft, by the id that it bears there.
  private final Map<Long, List<Command<R>>> proposals = new HashMap<>();
  private final Map<Long, List<Consumer<Fate<Void>>>> reads = new HashMap<>();
  private final Map<Long, Consumer<Fate<Void>>> changes = new HashMap<>();
  private final Map<Long, Consumer<Refusal>> transfers = new HashMap<>();

  // In the log, by their place there.
  private final Map<Long, Command<R>> logged = new HashMap<>();
  private final Map<Long, Consumer<Fate<Void>>> loggedChanges = new HashMap<>();

  private long bytes;
  private long lastId;

  Pending(long mostBytes, int messageBytes) {
    this.mostBytes = mostBytes;
    this.messageBytes = messageBytes;
  }

  // What is asked.

  void propose(Bytes command, Consumer<Fate<R>> then) {
    int size = size(command);
    if (size > messageBytes) {
      // Here rather than by Raft: it would refuse the whole proposal of all that came together.
      then.accept(new Fate.Refused<>(new Refusal.TooLarge(size, messageBytes)));
    } else if (bytes + size > mostBytes) {
      then.accept(new Fate.Busy<>());
    } else {
      bytes += size;
      fresh.add(new Command<>(command, then));
    }
  }

  void read(Consumer<Fate<Void>> then) {
    looking.add(then);
  }

  long change(Consumer<Fate<Void>> then) {
    changes.put(++lastId, then);
    return lastId;
  }

  long transfer(Consumer<Refusal> refused) {
    transfers.put(++lastId, refused);
    return lastId;
  }

  // What is handed on.

  RaftInput.@Nullable Propose nextProposal() {
    if (fresh.isEmpty()) {
      return null;
    }
    List<Command<R>> batch = fresh;
    fresh = new ArrayList<>();
    proposals.put(++lastId, batch);
    return new RaftInput.Propose(lastId, batch.stream().map(Command::bytes).toList());
  }

  RaftInput.@Nullable Read nextRead() {
    if (looking.isEmpty()) {
      return null;
    }
    reads.put(++lastId, looking);
    looking = new ArrayList<>();
    return new RaftInput.Read(lastId);
  }

  // What became of it.

  void proposed(RaftOutput.Proposed proposed) {
    List<Command<R>> batch = proposals.remove(proposed.id());
    Consumer<Fate<Void>> change = changes.remove(proposed.id());
    if (batch != null) {
      for (int i = 0; i < batch.size(); i++) {
        logged.put(proposed.first() + i, batch.get(i));
      }
    } else if (change != null) {
      loggedChanges.put(proposed.first(), change);
    }
  }

  void applied(long index, R result) {
    Command<R> command = logged.remove(index);
    if (command != null) {
      tell(command, new Fate.Done<>(result));
    }
  }

  void changed(long index) {
    Consumer<Fate<Void>> change = loggedChanges.remove(index);
    if (change != null) {
      change.accept(done());
    }
  }

  void ready(long id) {
    all(reads.remove(id)).forEach(then -> then.accept(done()));
  }

  void refused(long id, RaftReason.Refusal why) {
    all(proposals.remove(id)).forEach(command -> tell(command, new Fate.Refused<>(why)));
    all(reads.remove(id)).forEach(then -> then.accept(new Fate.Refused<>(why)));
    Consumer<Fate<Void>> change = changes.remove(id);
    if (change != null) {
      change.accept(new Fate.Refused<>(why));
    }
    Consumer<Refusal> transfer = transfers.remove(id);
    if (transfer != null) {
      transfer.accept(why);
    }
  }

  /**
   * It does not lead any more: others decide about what is in the log. That is told at once, since this
   * member may learn of it late or never.
   */
  void deposed() {
    List<Command<R>> commands = List.copyOf(logged.values());
    List<Consumer<Fate<Void>>> asked = List.copyOf(loggedChanges.values());
    logged.clear();
    loggedChanges.clear();
    transfers.clear();
    commands.forEach(command -> tell(command, new Fate.Unsure<>()));
    asked.forEach(then -> then.accept(new Fate.Unsure<>()));
  }

  private void tell(Command<R> command, Fate<R> fate) {
    bytes -= size(command.bytes());
    command.then().accept(fate);
  }

  /** As Raft counts it; wherever it stands. */
  private static int size(Bytes command) {
    return new Entry(0, 0, new Content.Command(command)).bytes();
  }

  private static <T> List<T> all(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }

  @SuppressWarnings("NullAway") // Void has no other value
  private static Fate<Void> done() {
    return new Fate.Done<>(null);
  }
}
