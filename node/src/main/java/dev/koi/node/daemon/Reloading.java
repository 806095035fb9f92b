package dev.koi.node.daemon;

import dev.koi.node.port.ConfigFiles;
import dev.koi.node.port.Event;
import dev.koi.node.port.Reread;
import dev.koi.wire.api.Refusal;
import dev.koi.wire.api.Response;
import dev.koi.wire.config.Changed;
import dev.koi.wire.config.OnReload;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the configuration again, when it is told to. What can change while the node works does so at
 * once, and moves nobody; for the rest the inside ends in good order and another begins. A file with a
 * mistake changes nothing.
 */
final class Reloading {

  private final Self self;
  private final ConfigFiles files;
  private final Diary diary;
  private final List<Waiting> waiting = new ArrayList<>();
  private long ticket;
  private boolean over;
  private @Nullable Restart restart;

  /** Who is answered by the reading of this ticket, or a later one. */
  private record Waiting(long ticket, Owed owed, Consumer<Response> answer) {}

  Reloading(Self self, Gear gear) {
    this.self = self;
    this.files = gear.ports().files();
    this.diary = gear.diary();
  }

  /** A person's order. */
  void order(Owed owed, Consumer<Response> answer) {
    if (over) {
      answer.accept(stopping());
      return;
    }
    ticket++;
    waiting.add(new Waiting(ticket, owed, answer));
    diary.info("the configuration is read again: order reconfigure");
    files.read(ticket);
  }

  void signalled(String why) {
    ticket++;
    diary.info("the configuration is read again: " + why);
    files.read(ticket);
  }

  /** What is to begin in place of this inside; null: nothing. */
  @Nullable Restart restart() {
    return restart;
  }

  /** The process ends: nothing begins any more. */
  void giveUp() {
    over = true;
    List<Waiting> all = List.copyOf(waiting);
    waiting.clear();
    all.forEach(w -> w.answer().accept(stopping()));
    Restart given = restart;
    restart = null;
    if (given != null) {
      diary.warn("the changed configuration is not taken up: this daemon ends");
    }
  }

  /**
   * The files were read.
   *
   * @return what counts from now on in place; null: nothing changes in place
   */
  Reread.@Nullable Fresh reread(Event.Reread event) {
    if (over) {
      return null;
    }
    return switch (event.what()) {
      case Reread.Mistakes mistakes -> {
        mistakes.lines().forEach(diary::error);
        diary.error("the configuration has mistakes: nothing is changed");
        String text = "the configuration has mistakes, nothing is changed:\n" + lines(mistakes.lines());
        answer(event.ticket(), Response.refused(Refusal.FAILED, text));
        yield null;
      }
      case Reread.Fresh fresh -> fresh(event.ticket(), fresh);
    };
  }

  private Reread.@Nullable Fresh fresh(long read, Reread.Fresh fresh) {
    fresh.warnings().forEach(diary::warn);
    boolean forced = fresh.configuration().node().forceRestart();
    boolean restarts =
        forced
            || restart != null
            || fresh.changes().stream().anyMatch(c -> c.effect() == OnReload.RESTART);
    String text = describe(fresh, forced);
    if (restarts) {
      List<Owed> owed = restart == null ? new ArrayList<>() : new ArrayList<>(restart.owed());
      taken(read).forEach(w -> owed.add(w.owed()));
      restart = new Restart(fresh, owed, text);
      return null;
    }
    text.lines().forEach(diary::info);
    if (!fresh.changes().isEmpty()) {
      self.goBy(self.settings().with(fresh));
    }
    answer(read, Response.done(text));
    return fresh.changes().isEmpty() ? null : fresh;
  }

  private String describe(Reread.Fresh fresh, boolean forced) {
    List<String> said = new ArrayList<>();
    for (Changed change : fresh.changes()) {
      said.add("  " + change.key() + ": " + change.effect().words());
    }
    if (forced) {
      said.add("  node.force_restart: " + OnReload.RESTART.words());
    }
    if (said.isEmpty()) {
      return self.settings().name() + ": the configuration says what it said before";
    }
    return self.settings().name() + ": the configuration is reloaded\n" + String.join("\n", said);
  }

  private void answer(long read, Response response) {
    taken(read).forEach(w -> w.answer().accept(response));
  }

  private List<Waiting> taken(long read) {
    List<Waiting> due = waiting.stream().filter(w -> w.ticket() <= read).toList();
    waiting.removeAll(due);
    return due;
  }

  private static String lines(List<String> lines) {
    return String.join("\n", lines);
  }

  static Response stopping() {
    return Response.refused(
        Refusal.STOPPING, "this node stops meanwhile; koi status shows how far it is");
  }
}
