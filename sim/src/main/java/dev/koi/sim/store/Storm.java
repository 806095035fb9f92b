package dev.koi.sim.store;

import dev.koi.sim.Chance;
import dev.koi.sim.Timeline;
import java.util.List;

/**
 * Bad luck that strikes when it hurts most: a voter that has just voted, a leader that has just been elected.
 * Chance alone meets these moments too seldom: by it alone a vote that is not on disk was not missed in a
 * hundred hours.
 */
final class Storm {

  private final StoreWorld world;
  private final Timeline timeline;
  private final Chance chance;
  private boolean blows;

  Storm(StoreWorld world, Chance chance) {
    this.world = world;
    this.timeline = world.timeline();
    this.chance = chance;
  }

  void begin() {
    blows = true;
  }

  void end() {
    blows = false;
  }

  /** Its vote is on the way to the disk. */
  void voted(Member member) {
    if (blows && chance.once(0.3)) {
      strike(member, chance.anyMillis(1, 60), chance.anyMillis(1, 40));
    }
  }

  /** It shall not have much agreed: it is cut off from some, or dies. */
  void elected(Member member) {
    if (!blows) {
      return;
    }
    double deaf = chance.pick(List.of(0.0, 0.5, 1.0)); // the last: it writes, and nobody else does
    for (Member other : world.members()) {
      if (chance.once(deaf)) {
        world.wires().cut(member.id.name().text(), other.id.name().text());
      }
    }
    timeline.after(chance.millis(50, 600), world.wires()::heal);
    if (chance.once(0.6)) {
      strike(member, chance.anyMillis(1, 150), chance.anyMillis(50, 600));
    }
  }

  private void strike(Member member, long in, long backAfter) {
    timeline.after(
        in,
        () -> {
          if (member.isAlive()) {
            world.truth().counts.crashes++;
            member.crash();
            timeline.after(backAfter, member::start);
          }
        });
  }
}
