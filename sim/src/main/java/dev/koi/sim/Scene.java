package dev.koi.sim;

/** What everything in a world shares. */
record Scene(Shape shape, Timeline timeline, Trace trace, Tally tally, Oracle oracle) {

  long now() {
    return timeline.now();
  }
}
