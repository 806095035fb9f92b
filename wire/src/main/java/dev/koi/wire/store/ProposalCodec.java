package dev.koi.wire.store;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.koi.core.raft.Bytes;
import dev.koi.wire.frame.Frame;
import dev.koi.wire.proto.StoreProto;

/**
 * What the command of a log's entry says, as bytes and back.
 *
 * <p>Strict, since what one member skips and another applies makes two states: whatever this version does
 * not know, down to a field, is an {@link UnknownProposal}. All members apply what {@link #decode} made of
 * the entry, the one that proposed it too.
 *
 * <p><b>Size.</b> A set or a swap takes at most 33 KiB and some bytes: a key of 1 KiB, a value of {@link
 * dev.koi.core.store.Store#MAX_VALUE_BYTES}. A longer value is written and read all the same; it is the
 * store that refuses it, as every member's does. What has no bound of its own is an import, a value that
 * is too long, and the operand of a condition, which with the value may come to more than a message holds
 * though each is allowed. The bound of all is {@link #MAX_BYTES}, and it is for the one who proposes to
 * keep it ({@link #fits}): what is in the log already must be read whatever its size.
 */
public final class ProposalCodec {

  /**
   * The largest proposal, 60 KiB: it goes whole into one message of 64 KiB at most, and the 4 KiB left
   * are for the entry's index and term, the message's head and, in a piece of a snapshot of the same
   * size, the names of some forty members. {@code messageBytes} of Raft's limits lies between: at least
   * this and what {@link dev.koi.core.raft.Entry#bytes} adds, or Raft refuses what fits here.
   */
  public static final int MAX_BYTES = Frame.MAX_MESSAGE - 4 * 1024;

  private ProposalCodec() {}

  /**
   * The bytes of a proposal, of any size: see {@link #fits}.
   *
   * @throws IllegalArgumentException if a text in it has half of a surrogate pair; whoever asked is told so
   */
  public static Bytes encode(Proposal proposal) {
    return Bytes.wrap(write(proposal).toByteArray());
  }

  /** Whether what was encoded may be proposed; if not, whoever asked is told that it is too large. */
  public static boolean fits(Bytes encoded) {
    return encoded.size() <= MAX_BYTES;
  }

  /**
   * The reverse of {@link #encode}.
   *
   * @throws UnknownProposal if a newer version wrote it: stop, do not skip it
   * @throws MalformedProposal if none did
   */
  public static Proposal decode(Bytes bytes) throws MalformedProposal {
    try {
      StoreProto.Proposal p = StoreProto.Proposal.parseFrom(bytes.toArray());
      Proposal proposal = read(p);
      // Protobuf keeps the fields that it does not know, at any depth, and compares them. Looking for
      // them there is not possible: the light runtime hides them.
      if (!write(proposal).equals(p)) {
        throw new UnknownProposal("a field");
      }
      return proposal;
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedProposal("a proposal is not protobuf: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw new MalformedProposal("a value of a proposal is not: " + e.getMessage());
    }
  }

  private static StoreProto.Proposal write(Proposal proposal) {
    StoreProto.Proposal.Builder b = StoreProto.Proposal.newBuilder();
    switch (proposal) {
      case Proposal.OfStore p -> b.setOfStore(RequestFields.request(p.request()));
      case Proposal.OfCluster p -> b.setOfCluster(ChangeFields.change(p.change()));
    }
    return b.build();
  }

  private static Proposal read(StoreProto.Proposal p) throws MalformedProposal {
    return switch (p.getKindCase()) {
      case OF_STORE -> new Proposal.OfStore(RequestFields.request(p.getOfStore()));
      case OF_CLUSTER -> new Proposal.OfCluster(ChangeFields.change(p.getOfCluster()));
      case KIND_NOT_SET -> {
        if (p.equals(StoreProto.Proposal.getDefaultInstance())) {
          throw new MalformedProposal("a proposal says something, this is empty");
        }
        throw new UnknownProposal("a proposal");
      }
    };
  }
}
