package dev.koi.sim;

/** What can go wrong in a world, or be asked of it. */
enum Fault {
  /** Two nodes do not hear each other, on one network or on all. */
  CUT("cuts"),
  /** One node does not hear another that hears it. */
  ONE_WAY_CUT("one-way cuts"),
  /** One node is cut off from all others. */
  ISOLATION("isolations"),
  /** The nodes fall into two halves. */
  SPLIT("splits"),
  /** Loss, delay, duplicates, reordering. */
  BAD_NETWORK("bad networks"),
  /** A machine loses power: daemon, scripts, services, what was not on disk. */
  MACHINE_CRASH("machine crashes"),
  /** The daemon alone is killed: scripts and services go on. */
  DAEMON_KILLED("daemons killed"),
  /** The daemon alone stands still for a while. */
  PAUSE("pauses"),
  /** The daemon is stopped in good order, and started again. */
  CLEAN_STOP("clean stops"),
  /** Saves take long. */
  SLOW_DISK("slow disks"),
  /** Some saves fail. */
  BAD_DISK("bad disks"),
  /** Scripts fail, hang, take long, ignore SIGTERM. */
  BAD_SCRIPTS("bad scripts"),
  /** A service dies by itself. */
  SERVICE_DEATH("service deaths"),
  /** Someone orders a promotion, a demotion, an election, a stop, a start, a recovery. */
  ORDER("orders"),
  /** Maintenance, for a while. */
  MAINTENANCE("maintenances");

  private final String plural;

  Fault(String plural) {
    this.plural = plural;
  }

  String plural() {
    return plural;
  }

  /** Whether only the guard can keep two masters apart when this happens to a holder. */
  boolean needsGuard() {
    return this == DAEMON_KILLED || this == PAUSE;
  }
}
