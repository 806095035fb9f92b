package dev.koi.node.daemon;

import dev.koi.core.agreed.Agreed;
import dev.koi.core.agreed.Change;
import dev.koi.core.elector.Backing;
import dev.koi.core.heard.Heard;
import dev.koi.core.message.Claim;
import dev.koi.core.message.Message.Heartbeat;
import dev.koi.core.name.NodeId;
import dev.koi.core.time.Moment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a leader is found, and how what it decides becomes agreed (DESIGN 2): {@link BullyAgreement} where
 * no electors are listed, {@link StoreAgreement} where they are.
 */
interface Agreement {

  /** What confirms leases here. */
  Backing backing();

  /** How many electors decide. */
  int needed();

  /** What counts of a heartbeat: who agrees in another way is a stranger, and nobody's leader. */
  Heartbeat counted(Heartbeat heartbeat);

  /** Everything that follows from what was heard and from the time. */
  void step(Heard heard, Moment now);

  /** The leader that this node follows, itself included; null if it knows none. */
  @Nullable NodeId leader();

  /** Whether this node leads, and may act. */
  boolean leads();

  /** Of this node's leadership: it begins anew with each. */
  long term();

  Claim claim(Heard heard, Moment now);

  /**
   * What a leadership begins with.
   *
   * @param confirmed the latest moment at which a leader before this one can have answered a holder
   */
  record Takeover(Agreed agreed, Moment confirmed) {}

  /** What this node begins with; it leads just now. */
  Takeover takeOver(Agreed known, Heard heard, Moment now);

  /** This leader wants it to be agreed. */
  void propose(Change change);

  /** Whether nothing that this leader proposed is undecided. */
  boolean isSettled();

  /** What was agreed since this was asked last, in its order. */
  List<Change> committed();

  /**
   * What a follower takes for agreed.
   *
   * @param known by now
   * @param leaders the copy of the leader that it hears, null if there is none
   */
  Agreed copy(Agreed known, @Nullable Agreed leaders);

  /** Another node stops in good order. */
  void farewell(NodeId from, @Nullable NodeId successor, Moment now);

  /** The daemon of another node is gone; of what it said last it is {@code heard} as silent. */
  void gone(NodeId node, Heard heard, Moment now);

  /** This node stops: whether it may go now. A leader has someone else lead first, where that is possible. */
  boolean mayLeave(Moment now);

  /** Who is to lead when this node is gone; null: it does not lead, or the others find out. */
  @Nullable NodeId successor(Heard heard, Moment now);

  /** When {@link #step} was called last. */
  Moment stepped();
}
