package dev.koi.node.port;

/** Host names. What one means comes in as {@link Event.Resolved}, once for each question. */
public interface Names {

  /** Asks whoever knows. Never blocks. */
  void resolve(String host);
}
