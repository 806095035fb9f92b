package dev.koi.sim.store;

import dev.koi.sim.Chance;
import dev.koi.sim.Timeline;
import java.util.ArrayList;
import java.util.List;

/**
 * Bad luck that strikes when it hurts most: a voter that has just voted, a leader that has just been elected,
 * one that is cut off while it changes the members. Chance alone meets these moments too seldom: by it alone
 * a vote that is not on disk was not missed in a hundred hours.
 */
final class Storm {

  /** Of faults that follow an event. */
  private static final String SERIES = "s";

  private final StoreWorld world;
  private final Timeline timeline;
  private final Chance chance;
  private final Doctor doctor;
  private boolean blows;

  Storm(StoreWorld world, Chance chance, Doctor doctor) {
    this.world = world;
    this.timeline = world.timeline();
    this.chance = chance;
    this.doctor = doctor;
  }

  void begin() {
    blows = true;
  }

  void end() {
    blows = false;
  }

  /** Its vote is on the way to the disk. */
  void voted(Member member) {
    Chance own = chance.fork();
    if (blows && own.once(0.3) && strikes("crash of " + member.id + ", which votes")) {
      crash(member, own.anyMillis(1, 60), own.anyMillis(1, 40));
    }
  }

  /** It shall not have much agreed: it is cut off from some, or dies. */
  void elected(Member member) {
    Chance own = chance.fork();
    if (!blows) {
      return;
    }
    if (own.once(0.15)) {
      hurry(member, own);
      return;
    }
    double deaf = own.pick(List.of(0.0, 0.5, 1.0)); // the last: it writes, and nobody else does
    List<String> mute = new ArrayList<>();
    for (Member other : world.members()) {
      if (own.once(deaf)) {
        mute.add(other.id.name().text());
      }
    }
    if (!mute.isEmpty() && strikes("nothing of " + member.id + ", which leads now, to " + mute)) {
      mute.forEach(other -> world.wires().cut(member.id.name().text(), other));
      timeline.after(own.millis(50, 600), world.wires()::heal);
    }
    if (own.once(0.6) && strikes("crash of " + member.id + ", which leads now")) {
      crash(member, own.anyMillis(1, 150), own.anyMillis(50, 600));
    }
  }

  /** It leads for a moment; then nobody hears it, and it is asked for several changes of members at one go. */
  private void hurry(Member member, Chance own) {
    if (strikes("changes in a hurry, and nobody hears " + member.id)) {
      timeline.after(
          own.anyMillis(5, 100),
          () -> {
            if (member.leads()) {
              world.truth().counts.hurried++;
              world.wires().isolate(member.id.name().text(), world.names());
              doctor.hurry(member);
            }
          });
      timeline.after(own.millis(300, 900), world.wires()::heal);
    }
  }

  private boolean strikes(String what) {
    return world.faults().strike(SERIES, () -> what);
  }

  private void crash(Member member, long in, long backAfter) {
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
