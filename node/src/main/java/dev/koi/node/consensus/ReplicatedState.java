package dev.koi.node.consensus;

import dev.koi.core.agreed.Agreed;
import dev.koi.core.agreed.Change;
import dev.koi.core.raft.Bytes;
import dev.koi.core.store.Outcome;
import dev.koi.core.store.Store;
import dev.koi.wire.store.Image;
import dev.koi.wire.store.MalformedProposal;
import dev.koi.wire.store.MalformedSnapshot;
import dev.koi.wire.store.Proposal;
import dev.koi.wire.store.ProposalCodec;
import dev.koi.wire.store.SnapshotCodec;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What a cluster agrees on: who holds what, and the users' keys.
 *
 * <p>What it cannot read it does not skip: the others may have applied it, and two states would come of it.
 * So the process ends, with words; what is on its disk is whole, and a newer version goes on with it.
 */
public final class ReplicatedState implements StateMachine<Outcome> {

  private Store store = new Store();
  private Agreed agreed = Agreed.EMPTY;
  private final Consumer<Change> changed;

  public ReplicatedState() {
    this(_ -> {});
  }

  /**
   * A state that tells of each change to who holds what, once it is in {@link #agreed}.
   *
   * @param changed is not told what a snapshot brought
   */
  public ReplicatedState(Consumer<Change> changed) {
    this.changed = changed;
  }

  /** To look at. Who wants to see what is agreed by now asks {@link Consensus#read} first. */
  public Store store() {
    return store;
  }

  /** The same of who holds what. */
  public Agreed agreed() {
    return agreed;
  }

  @Override
  public Outcome apply(long index, Bytes command) {
    try {
      return switch (ProposalCodec.decode(command)) {
        case Proposal.OfStore p -> store.apply(p.request(), index);
        case Proposal.OfCluster p -> agree(p.change(), index);
      };
    } catch (MalformedProposal e) {
      throw new IllegalStateException("entry " + index + " of the log: " + e.getMessage(), e);
    }
  }

  /** One that comes too late for its state changes nothing: all members find it so alike. */
  private Outcome agree(Change change, long index) {
    try {
      agreed = agreed.replay(change);
    } catch (Agreed.Misfit misfit) {
      return new Outcome.Refused(Outcome.Why.FALSE, String.valueOf(misfit.getMessage()));
    }
    changed.accept(change);
    return new Outcome.Done(index);
  }

  @Override
  public Supplier<Bytes> freeze() {
    Image image = new Image(store.copy(), agreed);
    return () -> SnapshotCodec.encode(image);
  }

  @Override
  public void restore(long index, Bytes state) {
    try {
      Image image = SnapshotCodec.decode(state);
      store = image.store();
      store.asOf(index);
      agreed = image.agreed();
    } catch (MalformedSnapshot e) {
      throw new IllegalStateException("the snapshot: " + e.getMessage(), e);
    }
  }
}
