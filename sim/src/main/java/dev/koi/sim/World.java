package dev.koi.sim;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One world: made of a shape and a seed, run once. */
final class World {

  private final Scene scene;
  private final Faults faults;
  private final Seasons seasons;

  /**
   * A world that has not begun.
   *
   * @param reader whom the trace is told to; null for nobody
   * @param only the faults that may strike; null: all
   */
  World(
      Shape shape,
      Chance chance,
      Program.Maker maker,
      @Nullable PrintStream reader,
      @Nullable Set<String> only) {
    Timeline timeline = new Timeline();
    Oracle oracle = new Oracle(shape.hasMajorities(), shape.bounded());
    scene = new Scene(shape, timeline, new Trace(timeline, reader), new Tally(), oracle);
    List<SimNode> nodes = new ArrayList<>();
    SimNetwork network = new SimNetwork(scene, chance.fork(), nodes::get);
    for (int i = 0; i < shape.machines().size(); i++) {
      nodes.add(new SimNode(scene, i, network, maker, chance.fork()));
    }
    faults = new Faults(timeline, scene.trace(), only);
    Chaos chaos = new Chaos(scene, nodes, network, chance.fork(), faults);
    seasons = new Seasons(scene, nodes, chaos, chance.fork());
  }

  /**
   * What a world came to.
   *
   * @param hash of all that happened
   */
  record Outcome(
      long hash,
      Tally tally,
      List<Oracle.Violation> violations,
      List<Oracle.Overlap> overlaps,
      List<String> faults) {}

  /** The world of a seed; of its faults, all or some. */
  static World of(
      long seed,
      Shape.Scenario scenario,
      @Nullable PrintStream reader,
      @Nullable Set<String> only) {
    Chance chance = new Chance(seed);
    Shape shape = Shape.draw(scenario, chance.fork());
    if (reader != null) {
      reader.println(shape);
    }
    return new World(shape, chance, Program::daemon, reader, only);
  }

  /** Runs until this much virtual time has passed, or the first violation. */
  Outcome run(Duration length) {
    Timeline timeline = scene.timeline();
    Oracle oracle = scene.oracle();
    seasons.begin();
    while (timeline.step(length.toNanos()) && !oracle.isViolated()) {}
    oracle.close();
    Tally tally = scene.tally();
    tally.nanos = timeline.now();
    tally.promotions = oracle.promotions();
    tally.failovers = oracle.moves();
    tally.violations = oracle.violations().size();
    tally.overlapsWithoutGuard = oracle.overlaps(Oracle.Cause.NO_GUARD);
    tally.overlapsWithoutQuorum = oracle.overlaps(Oracle.Cause.NO_QUORUM);
    return new Outcome(
        scene.trace().hash(), tally, oracle.violations(), oracle.overlaps(), faults.struck());
  }
}
