package dev.koi.wire.api;

/** A line is no response; the message says in one sentence what was expected. */
public final class MalformedResponse extends Exception {

  private static final long serialVersionUID = 1;

  public MalformedResponse(String message) {
    super(message);
  }
}
