package dev.koi.sim.store;

import dev.koi.core.name.MemberId;
import dev.koi.core.reason.RaftReason.Refusal;
import dev.koi.core.store.Command;
import dev.koi.core.store.Comparison;
import dev.koi.core.store.Key;
import dev.koi.core.store.Outcome;
import dev.koi.core.store.Store;
import dev.koi.node.consensus.Fate;
import dev.koi.sim.Chance;
import dev.koi.sim.Linear;
import dev.koi.sim.Timeline;
import dev.koi.wire.store.Proposal;
import dev.koi.wire.store.ProposalCodec;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One who reads and writes, one thing after the other, and writes down what he saw. Without an answer he asks
 * another member the same again; a write that was applied before is not applied twice.
 */
final class Client {

  private static final long PATIENCE_NANOS = 150_000_000L;
  private static final int MOST_TRIES = 40;

  private final StoreWorld world;
  private final Timeline timeline;
  private final Chance chance;
  private final UUID id;

  /** With so much added two writes do not fit into one message. */
  private final int padding;

  private long sequence;

  /** Of the attempt under way: answers to earlier ones are not listened to. */
  private long attempt;

  private @Nullable Task task;
  private @Nullable String lastSeen;

  Client(StoreWorld world, Chance chance) {
    this.world = world;
    this.timeline = world.timeline();
    this.chance = chance;
    this.padding = world.limits().messageBytes() / 2;
    this.id = new UUID(chance.draw(), chance.draw());
  }

  /** What he is about. */
  private sealed interface Wish {
    record Look() implements Wish {}

    record Write(Command command, Linear.Act unanswered) implements Wish {}
  }

  private record Task(String key, Wish wish, long called, long sequence) {}

  void begin() {
    timeline.after(chance.millis(1, 200), this::next);
  }

  private void next() {
    String key = world.key();
    sequence++;
    Task fresh = new Task(key, wish(key), timeline.now(), sequence);
    task = fresh;
    attempt(fresh, world.anyone(), MOST_TRIES);
  }

  private Wish wish(String path) {
    Key key = new Key(path);
    // Some so long that two do not fit into one message; then one does not fit beside another, either.
    String value = id.toString().substring(0, 4) + sequence + " ".repeat(chance.once(0.3) ? padding : 0);
    String seen = lastSeen;
    return switch (chance.between(0, 5)) {
      case 0, 1 -> new Wish.Look();
      case 2 -> new Wish.Write(new Command.Unset(key), new Linear.Wrote(null));
      case 3 -> new Wish.Write(new Command.Set(key, value), new Linear.Wrote(value));
      default ->
          seen == null || seen.length() >= padding
              ? new Wish.Look()
              : new Wish.Write(
                  new Command.SetIf(key, Comparison.SAME, seen, value),
                  new Linear.Swapped(seen, value, null));
    };
  }

  private void attempt(Task task, @Nullable Member member, int tries) {
    long mine = ++attempt;
    if (tries == 0) {
      givesUp();
      return;
    }
    timeline.after(
        PATIENCE_NANOS,
        () -> {
          if (mine == attempt) {
            world.truth().counts.retries++;
            attempt(task, world.anyone(), tries - 1);
          }
        });
    if (member != null) {
      Consumer<Answer> answers =
          answer ->
              timeline.after(
                  chance.micros(50, 2_000),
                  () -> {
                    if (mine == attempt) {
                      answered(task, answer, tries);
                    }
                  });
      timeline.after(chance.micros(50, 2_000), () -> ask(member, task, answers));
    }
  }

  /** What a member answers. */
  private sealed interface Answer {
    record Saw(@Nullable String value) implements Answer {}

    record Wrote(Outcome outcome) implements Answer {}

    record Elsewhere(@Nullable MemberId leader) implements Answer {}
  }

  private void ask(Member member, Task task, Consumer<Answer> answers) {
    member.visit(
        (running, now) -> {
          switch (task.wish()) {
            case Wish.Look _ ->
                running.consensus().read(
                    fate -> {
                      switch (fate) {
                        case Fate.Done<Void> _ -> {
                          Store.Item item = running.state().store().get(new Key(task.key()));
                          answers.accept(new Answer.Saw(item == null ? null : item.value()));
                        }
                        case Fate.Refused<Void> r -> answers.accept(elsewhere(r.why()));
                        case Fate.Busy<Void> _, Fate.Unsure<Void> _ -> {} // he asks again
                      }
                    });
            case Wish.Write w -> {
              var request = new Store.Request(id, task.sequence(), w.command());
              running.consensus().propose(
                  ProposalCodec.encode(new Proposal.OfStore(request)),
                  fate -> {
                    switch (fate) {
                      case Fate.Done<Outcome> d -> answers.accept(new Answer.Wrote(d.result()));
                      case Fate.Refused<Outcome> r -> answers.accept(elsewhere(r.why()));
                      case Fate.Busy<Outcome> _, Fate.Unsure<Outcome> _ -> {} // he asks again
                    }
                  });
            }
          }
        });
  }

  private static Answer elsewhere(Refusal why) {
    return new Answer.Elsewhere(why instanceof Refusal.NotLeader n ? n.leader() : null);
  }

  private void answered(Task task, Answer answer, int tries) {
    switch (answer) {
      case Answer.Elsewhere e -> {
        Member leader = e.leader() == null ? null : world.member(e.leader());
        if (leader != null) {
          attempt(task, leader, tries - 1);
        }
      }
      case Answer.Saw s -> {
        lastSeen = s.value();
        done(task, new Linear.Read(s.value()));
      }
      case Answer.Wrote w ->
          done(
              task,
              switch (((Wish.Write) task.wish()).unanswered()) {
                case Linear.Swapped s ->
                    new Linear.Swapped(s.from(), s.to(), w.outcome() instanceof Outcome.Done);
                case Linear.Wrote plain -> plain;
                case Linear.Read read -> read;
              });
    }
  }

  private void done(Task done, Linear.Act act) {
    attempt++;
    task = null;
    world.truth().operation(done.key(), new Linear.Operation(done.called(), timeline.now(), act));
    timeline.after(chance.millis(1, 100), this::next);
  }

  private void givesUp() {
    finish();
    timeline.after(chance.millis(1, 100), this::next);
  }

  /** A write without an answer may have happened, or may happen yet: he does not know. */
  void finish() {
    attempt++;
    Task left = task;
    task = null;
    if (left != null && left.wish() instanceof Wish.Write write) {
      world.truth().operation(left.key(), new Linear.Operation(left.called(), null, write.unanswered()));
    }
  }
}
