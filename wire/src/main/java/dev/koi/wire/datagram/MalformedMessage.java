package dev.koi.wire.datagram;

/** Bytes that are no message of this version of koi; the text says what was expected. */
public class MalformedMessage extends Exception {

  private static final long serialVersionUID = 1;

  public MalformedMessage(String why) {
    // Without a stack trace: it would cost more than the decoding, and says nothing about the
    // sender.
    super(why, null, false, false);
  }
}
