package dev.koi.wire.store;

/**
 * A snapshot that says something this version does not know: a newer koi wrote it. What was said of {@link
 * UnknownProposal} holds for it too.
 */
public final class UnknownSnapshot extends MalformedSnapshot {

  private static final long serialVersionUID = 1;

  UnknownSnapshot(String what) {
    super(what + " that this version does not know");
  }
}
