package dev.koi.node.port;

/** The configuration's files, and what follows them that is not the daemon's own. */
public interface ConfigFiles {

  /** Reads them again; exactly one {@link Event.Reread} of this ticket follows. */
  void read(long ticket);

  /** What was read counts from now on, in place: log and services folder follow. */
  void taken(Reread.Fresh fresh);
}
