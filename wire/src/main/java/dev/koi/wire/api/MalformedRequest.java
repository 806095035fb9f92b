package dev.koi.wire.api;

/** A line is no request; the message says in one sentence what was expected. */
public final class MalformedRequest extends Exception {

  private static final long serialVersionUID = 1;

  public MalformedRequest(String message) {
    super(message);
  }
}
