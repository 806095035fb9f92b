package dev.koi.sim.store;

import dev.koi.core.name.MemberId;
import dev.koi.core.raft.Members;
import dev.koi.core.store.Outcome;
import dev.koi.node.consensus.Consensus;
import dev.koi.sim.Chance;
import dev.koi.sim.Timeline;
import java.util.List;

/** What goes wrong: for a while all sorts of things, then nothing, and again. */
final class Mishaps {

  private static final long CALM_NANOS = 8_000_000_000L;

  /** So long after the last mishap whoever asks must be answered again. */
  private static final long RECOVERY_NANOS = 5_000_000_000L;

  private final StoreWorld world;
  private final Timeline timeline;
  private final Chance chance;
  private final Doctor doctor;
  private final Storm storm;
  private boolean wild;

  Mishaps(StoreWorld world, Chance chance, Doctor doctor, Storm storm) {
    this.world = world;
    this.timeline = world.timeline();
    this.chance = chance;
    this.doctor = doctor;
    this.storm = storm;
  }

  void begin() {
    wild = true;
    if (chance.once(0.4)) {
      storm.begin();
    }
    timeline.after(chance.millis(5_000, 30_000), this::calm);
    mishap();
  }

  private void calm() {
    wild = false;
    storm.end();
    world.wires().heal();
    world.members().forEach(this::mend);
    timeline.after(RECOVERY_NANOS, this::expectAnswers);
    timeline.after(CALM_NANOS, this::settled);
  }

  private void mend(Member member) {
    member.disk.slowest = 1;
    member.start();
  }

  private void expectAnswers() {
    long before = world.truth().counts.operations;
    Member leader = world.leader();
    Consensus<Outcome> consensus = leader == null ? null : leader.consensus();
    Members members = consensus == null ? Members.NOBODY : consensus.state().members();
    long applied = consensus == null ? 0 : consensus.applied();
    timeline.after(
        CALM_NANOS - RECOVERY_NANOS - 1,
        () -> {
          if (world.truth().counts.operations == before) {
            world.truth().violated("all is well, and nobody is answered");
          }
          world.members().stream()
              .filter(member -> members.has(member.id))
              .forEach(member -> member.inspect(running -> expect(member, running, applied)));
        });
  }

  private void expect(Member member, Member.Running running, long applied) {
    if (running.consensus().applied() < applied) {
      world.truth().violated("all is well, and " + member.id + " lags behind");
    }
  }

  private void settled() {
    world.truth().counts.calms++;
    world.compare();
    world.settleKeys();
    begin();
  }

  private void mishap() {
    if (!wild) {
      return;
    }
    timeline.after(chance.anyMillis(50, 2_000), this::mishap);
    Counts counts = world.truth().counts;
    Member any = world.anyone();
    Member leader = world.leader();
    Member one = leader != null && chance.once(0.4) ? leader : any;
    switch (chance.between(0, 11)) {
      case 0, 1 -> {
        counts.crashes++;
        crash(one);
      }
      case 2 -> {
        counts.crashes++;
        world.members().forEach(this::crash);
      }
      case 3 -> {
        counts.pauses++;
        one.pause(chance.anyMillis(5, 1_000));
      }
      case 4, 5 -> {
        counts.cuts++;
        isolate(one);
      }
      case 6 -> {
        counts.cuts++;
        oneWay();
      }
      case 7 -> world.wires().worsen();
      case 8 -> world.wires().heal();
      case 9 -> one.disk.slowest = chance.between(1, 300);
      case 10 -> doctor.change(any);
      default -> {
        if (chance.once(0.5)) {
          doctor.handOver();
        } else if (doctor.mayLose(one)) {
          lose(one);
        }
      }
    }
  }

  private void crash(Member member) {
    if (member.isAlive()) {
      member.crash();
      timeline.after(chance.anyMillis(10, 3_000), member::start);
    }
  }

  /** Its disk fails at the next flush, or is gone at once. */
  private void lose(Member member) {
    Counts counts = world.truth().counts;
    counts.wiped++;
    doctor.loses(member.id);
    if (chance.once(0.5)) {
      counts.brokenDisks++;
      member.disk.broken = true;
    } else {
      world.replace(member);
    }
  }

  private void isolate(Member member) {
    String name = member.id.name().text();
    for (Member other : world.members()) {
      world.wires().cut(name, other.id.name().text());
      world.wires().cut(other.id.name().text(), name);
    }
  }

  private void oneWay() {
    List<MemberId> ids = world.members().stream().map(member -> member.id).toList();
    for (MemberId from : ids) {
      for (MemberId to : ids) {
        if (chance.once(0.25)) {
          world.wires().cut(from.name().text(), to.name().text());
        }
      }
    }
  }
}
