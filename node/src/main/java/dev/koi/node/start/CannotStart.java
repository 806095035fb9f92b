package dev.koi.node.start;

/** Why a daemon cannot start; the message is for a person and says what to do. */
final class CannotStart extends Exception {

  private static final long serialVersionUID = 1;

  CannotStart(String message) {
    super(message);
  }
}
