package dev.koi.wire.journal;

/** A record whose checksum is right and that this version cannot read. */
public final class MalformedNote extends Exception {

  private static final long serialVersionUID = 1;

  MalformedNote(String what) {
    super(what);
  }
}
