package dev.koi.wire.store;

/**
 * An entry's command that says something this version does not know: a newer koi proposed it. Unlike an
 * unknown datagram it may not be skipped, since those who know it apply it, and from then on this member's
 * state would differ from theirs without anybody noticing. So the member stops, and says that it is too
 * old; with the newer version it goes on from its log, which has lost nothing.
 */
public final class UnknownProposal extends MalformedProposal {

  private static final long serialVersionUID = 1;

  UnknownProposal(String what) {
    super(what + " that this version does not know");
  }
}
