package dev.koi.node.port;

/** Answers to the local socket. What is asked there comes in as {@link Event.Asked}. */
public interface Replies {

  /**
   * Sends one line of JSON.
   *
   * @param connection as the question named it, a positive number; nothing happens if it is gone
   */
  void reply(long connection, String line);
}
