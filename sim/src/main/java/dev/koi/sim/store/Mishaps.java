package dev.koi.sim.store;

import dev.koi.core.raft.Members;
import dev.koi.core.store.Outcome;
import dev.koi.node.consensus.Consensus;
import dev.koi.sim.Chance;
import dev.koi.sim.Timeline;
import java.util.List;
import java.util.stream.Stream;

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
    member.disk.free();
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

  /** What may go wrong by the clock. */
  private enum Kind {
    CRASH("crash of"),
    BLACKOUT("crash of all, and"),
    PAUSE("pause of"),
    ISOLATION("nobody hears"),
    ONE_WAY("one-way cuts, around"),
    BAD_WIRES("loss and delay, around"),
    HEAL("the wires are good, around"),
    SLOW_DISK("slow disk of"),
    FULL_DISK("full disk of"),
    CHANGE("change of"),
    HANDOVER("handover, from or to"),
    LOSS("lost disk of");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  /** Crashes and cuts twice: they are what the rest is tried against. */
  private static final List<Kind> KINDS =
      Stream.concat(Stream.of(Kind.CRASH, Kind.ISOLATION), Stream.of(Kind.values())).toList();

  private void mishap() {
    if (!wild) {
      return;
    }
    timeline.after(chance.anyMillis(50, 2_000), this::mishap);
    Chance own = chance.fork();
    Kind kind = own.pick(KINDS);
    Member any = world.anyone(own);
    Member leader = world.leader();
    Member one = own.once(0.4) && leader != null ? leader : any;
    if (world.faults().strike("", () -> kind.words + " " + one.id)) {
      strike(kind, one, own);
    }
  }

  private void strike(Kind kind, Member one, Chance own) {
    Counts counts = world.truth().counts;
    switch (kind) {
      case CRASH -> {
        counts.crashes++;
        crash(one, own);
      }
      case BLACKOUT -> {
        counts.crashes++;
        world.members().forEach(member -> crash(member, own));
      }
      case PAUSE -> {
        counts.pauses++;
        one.pause(own.anyMillis(5, 1_000));
      }
      case ISOLATION -> {
        counts.cuts++;
        world.wires().isolate(one.id.name().text(), world.names());
      }
      case ONE_WAY -> {
        counts.cuts++;
        oneWay(own);
      }
      case BAD_WIRES -> world.wires().worsen(own);
      case HEAL -> world.wires().heal();
      case SLOW_DISK -> one.disk.slowest = own.between(1, 300);
      case FULL_DISK -> fill(one, own);
      case CHANGE -> doctor.change(one);
      case HANDOVER -> doctor.handOver(own);
      case LOSS -> {
        if (doctor.mayLose(one)) {
          lose(one, own);
        }
      }
    }
  }

  private void crash(Member member, Chance own) {
    if (member.isAlive()) {
      member.crash();
      timeline.after(own.anyMillis(10, 3_000), member::start);
    }
  }

  /** Others fill it, and somebody makes room in the end. */
  private void fill(Member member, Chance own) {
    member.disk.fill(own.between(0, 2_000));
    timeline.after(own.anyMillis(100, 5_000), member.disk::free);
  }

  /** Its disk fails at the next flush, or is gone at once. */
  private void lose(Member member, Chance own) {
    Counts counts = world.truth().counts;
    counts.wiped++;
    doctor.loses(member.id);
    if (own.once(0.5)) {
      counts.brokenDisks++;
      member.disk.broken = true;
    } else {
      world.replace(member);
    }
  }

  private void oneWay(Chance own) {
    for (String from : world.names()) {
      for (String to : world.names()) {
        if (own.once(0.25)) {
          world.wires().cut(from, to);
        }
      }
    }
  }
}
