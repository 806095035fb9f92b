package dev.koi.wire.state;

/**
 * A state file that cannot be trusted. The daemon must not go on with a fresh one: it would forget
 * epochs that it gave up and promises that it made. The text says what is wrong with the bytes.
 */
public final class DamagedState extends Exception {

  private static final long serialVersionUID = 1;

  DamagedState(String what) {
    super(what);
  }
}
