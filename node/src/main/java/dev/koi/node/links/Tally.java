package dev.koi.node.links;

/** Counts what {@link LinkCounts} shows. */
final class Tally {

  long foreign;
  long wrongKey;
  long forged;
  long replayed;
  long retired;
  long limited;
  long misdirected;
  long impostors;
  long malformed;

  LinkCounts view(long abandoned) {
    return new LinkCounts(
        foreign,
        wrongKey,
        forged,
        replayed,
        retired,
        limited,
        misdirected,
        impostors,
        malformed,
        abandoned);
  }
}
