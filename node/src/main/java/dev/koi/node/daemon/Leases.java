package dev.koi.node.daemon;

import dev.koi.core.message.Message.ConfirmAsk;
import dev.koi.core.message.Message.ConfirmReply;
import dev.koi.core.message.Message.OfEpoch;
import dev.koi.core.message.Message.Released;
import dev.koi.core.message.Message.Renew;
import dev.koi.core.message.Message.Report;
import dev.koi.core.message.Message.Unconfirmed;
import dev.koi.core.message.Promise;
import dev.koi.core.name.Epoch;
import dev.koi.core.name.GroupName;
import dev.koi.core.name.NodeId;
import dev.koi.core.time.Moment;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lease at work: RENEWs and RELEASEDs come in, LEASEs go out (SAFETY E3, B1). */
interface Leases {

  /** The holder, or one who claims to be, asks to keep its lease. */
  void renew(ElectionSide election, NodeId from, Renew renew, Moment now);

  /** What became of an epoch, as its holder's daemon or guard says, or whom it reached. */
  default void became(ElectionSide election, NodeId from, OfEpoch word, Moment now) {
    switch (word) {
      case Released r -> released(election, from, r, now);
      case Unconfirmed u -> unconfirmed(election, from, u, now);
    }
  }

  /** A holder gave its epoch up (SAFETY E6a: group, epoch and incarnation compared). */
  void released(ElectionSide election, NodeId from, Released word, Moment now);

  /** A holder's time is over and it may still be promoted (SAFETY E4): the same is compared. */
  void unconfirmed(ElectionSide election, NodeId from, Unconfirmed word, Moment now);

  /** A node tells how its services are, and with it which epochs it gave up for good. */
  void reported(NodeId from, Report report);

  /** A leader asks this elector to confirm a holder. */
  void asked(NodeId from, ConfirmAsk ask, Moment now);

  /** An elector answered. */
  void replied(ElectionSide election, NodeId from, ConfirmReply reply, Moment now);

  /** Asks again where nobody answered. */
  void repeat(ElectionSide election, Moment now);

  /** When to do that; null: nobody is asked. */
  @Nullable Moment nextRetry();

  /** The epoch is to end by time: from now on it is answered no more (SAFETY E4). */
  void close(GroupName group, Epoch epoch);

  /** What it knew of the group's holder means nothing any more. */
  void drop(GroupName group);

  /** Nobody may be answered any more: the leadership is over. */
  void dropAll();

  /** What this elector has promised by itself. */
  List<Promise> promises(Moment now);

  /** How long it will still promise nothing. */
  Duration mute(Moment now);
}
