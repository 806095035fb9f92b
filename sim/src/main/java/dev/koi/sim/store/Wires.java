package dev.koi.sim.store;

import dev.koi.core.raft.Envelope;
import dev.koi.sim.Chance;
import dev.koi.sim.Timeline;
import dev.koi.wire.raft.EnvelopeCodec;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** Between members: bytes that are lost, late, doubled and out of order. */
final class Wires {

  private final Timeline timeline;
  private final Chance chance;
  private final BiConsumer<String, byte[]> deliver;
  private final Set<Way> cuts = new HashSet<>();

  /** How many messages may still leave somebody. */
  private final Map<String, Integer> breath = new HashMap<>();

  private double loss;
  private int slowest = 1;
  long sent;

  private record Way(String from, String to) {}

  /**
   * Wires.
   *
   * @param deliver gets a member's name, and what arrives there
   */
  Wires(Timeline timeline, Chance chance, BiConsumer<String, byte[]> deliver) {
    this.timeline = timeline;
    this.chance = chance;
    this.deliver = deliver;
  }

  void send(Envelope envelope) {
    sent++;
    String from = envelope.from().name().text();
    String to = envelope.to().name().text();
    if (isMute(from) || cuts.contains(new Way(from, to)) || chance.once(loss)) {
      return;
    }
    byte[] bytes = EnvelopeCodec.encode(envelope);
    int copies = loss > 0 && chance.once(0.05) ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      long late = loss > 0 && chance.once(0.02) ? chance.millis(1, 300) : 0;
      long nanos = chance.micros(100, slowest * 1_000L) + late;
      timeline.after(nanos, () -> deliver.accept(to, bytes));
    }
  }

  /** By so much as is drawn. */
  void worsen(Chance drawn) {
    loss = drawn.once(0.5) ? 0 : drawn.between(1, 40) / 100.0;
    slowest = drawn.between(1, 40);
  }

  /** Nobody hears it, and it hears nobody. */
  void isolate(String name, List<String> others) {
    for (String other : others) {
      cut(name, other);
      cut(other, name);
    }
  }

  /** After so many messages, to whomever, nothing more leaves it. */
  void mute(String from, int after) {
    breath.put(from, after);
  }

  void unmute(String from) {
    breath.remove(from);
  }

  private boolean isMute(String from) {
    Integer left = breath.computeIfPresent(from, (_, n) -> n - 1);
    return left != null && left < 0;
  }

  void cut(String from, String to) {
    cuts.add(new Way(from, to));
  }

  void heal() {
    loss = 0;
    slowest = 1;
    cuts.clear();
    breath.clear();
  }
}
