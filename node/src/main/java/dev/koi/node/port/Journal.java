package dev.koi.node.port;

/** What the daemon says while it works. */
public interface Journal {

  void say(Level level, String text);

  /** How much it matters. */
  enum Level {
    TRACE,
    INFO,
    WARN,
    ERROR,
  }
}
