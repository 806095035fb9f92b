package dev.koi.sim.store;

import dev.koi.sim.Chance;
import dev.koi.sim.Timeline;
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

  /**
   * So many leaders in a row fall silent. Entries that are not agreed then lie on several members, of several
   * terms: figure 8 of the Raft paper, which chance makes once in an hour.
   */
  private int silent;

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
    if (silent == 0 && own.once(0.2)) {
      silent = own.between(3, 6);
    }
    String name = member.id.name().text();
    if (silent > 0) {
      silent--;
      // It writes, and nobody else does; or it gets some way with what earlier leaders left behind.
      mute(name, own.once(0.6) ? 0 : own.between(2, 7), own);
    } else if (own.once(0.5)) {
      cut(name, own);
    }
    if (own.once(0.6) && strikes("crash of " + member.id + ", which leads now")) {
      crash(member, own.anyMillis(1, 150), own.anyMillis(50, 600));
    }
  }

  private void mute(String name, int after, Chance own) {
    if (strikes(name + " leads now, and falls silent after " + after + " messages")) {
      world.wires().mute(name, after);
      timeline.after(own.millis(50, 600), () -> world.wires().unmute(name));
    }
  }

  private void cut(String name, Chance own) {
    List<String> from = world.names().stream().filter(_ -> own.once(0.5)).toList();
    if (strikes(name + " leads now, and is not heard by " + from)) {
      from.forEach(other -> world.wires().cut(name, other));
      timeline.after(own.millis(50, 600), world.wires()::heal);
    }
  }

  /** It leads for a moment; then nobody hears it, and it is asked for several changes at one go. */
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
