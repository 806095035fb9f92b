package dev.koi.node.daemon;

import dev.koi.core.time.Moment;
import dev.koi.node.port.GuardWord;
import dev.koi.node.port.Guards;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The two guards beside this daemon, whatever they hold: what they lack, whether they are there, and what
 * they tell the electors when the daemon is gone.
 */
final class Watchmen {

  private final Self self;
  private final Diary diary;
  private final Sealed sealed;
  private final @Nullable Guards guards;

  /** What each said that it lacks. */
  private final List<List<String>> missing = new ArrayList<>(List.of(List.of(), List.of()));

  private @Nullable String lost;
  private long worded = -1;

  Watchmen(Self self, Gear gear, Sealed sealed) {
    this.self = self;
    this.diary = gear.diary();
    this.guards = gear.ports().guards();
    this.sealed = sealed;
  }

  /** A guard says something that is not about a group. */
  void word(GuardWord word) {
    switch (word) {
      case GuardWord.Hello hello -> {
        List<String> known = lacks();
        missing.set(hello.guard(), hello.missing());
        lacks().stream()
            .filter(line -> !known.contains(line))
            .forEach(line -> diary.warn("the guards do without " + line));
        lost = null;
      }
      case GuardWord.Said said -> diary.info("guard " + said.guard() + ": " + said.text());
      case GuardWord.Lost gone -> {
        diary.error("guard " + gone.guard() + " is lost: " + gone.why());
        lost = gone.forGood() ? gone.why() : lost;
      }
      case GuardWord.Armed _, GuardWord.Refused _, GuardWord.Disarmed _, GuardWord.Entered _ -> {}
    }
  }

  /** What they say for a dead daemon is kept up to date (SAFETY G4). */
  void step() {
    long revision = sealed.revision();
    if (guards != null && revision != worded) {
      worded = revision;
      guards.words(sealed.gone(), self.electorWait());
    }
  }

  /** This daemon has ended in good order: nothing is promoted here any more. */
  void dismiss() {
    if (guards != null) {
      guards.end();
    }
  }

  boolean isOff() {
    return guards == null;
  }

  /** What they were not allowed, and why: they do without. */
  List<String> lacks() {
    return missing.stream()
        .flatMap(List::stream)
        .filter(line -> !line.endsWith(": the other guard says why"))
        .distinct()
        .toList();
  }

  /** Why nothing can be promoted here now; null if they are both there. */
  @Nullable String absence(Moment now) {
    if (guards == null || guards.watch(now).complete()) {
      return null;
    }
    return lost == null ? "a guard is not there, or late" : "a guard cannot be begun: " + lost;
  }
}
