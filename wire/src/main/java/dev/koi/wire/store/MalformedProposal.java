package dev.koi.wire.store;

/**
 * An entry's command that no version of koi wrote; the text says what was expected. It cannot be applied,
 * and to skip it would be a guess: whoever meets one stops.
 */
public sealed class MalformedProposal extends Exception permits UnknownProposal {

  private static final long serialVersionUID = 1;

  MalformedProposal(String why) {
    super(why);
  }
}
