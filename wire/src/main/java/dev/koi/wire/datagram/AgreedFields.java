package dev.koi.wire.datagram;

import dev.koi.core.agreed.Agreed;
import dev.koi.core.agreed.GroupState;
import dev.koi.core.agreed.Holder;
import dev.koi.core.agreed.Recall;
import dev.koi.core.agreed.Wish;
import dev.koi.core.lease.Arming;
import dev.koi.core.name.Epoch;
import dev.koi.core.name.GroupName;
import dev.koi.core.name.NodeId;
import dev.koi.wire.proto.Proto;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is agreed, each way: heartbeats carry it, and so do the log and the snapshots of {@link
 * dev.koi.wire.store}. Mistakes are told as {@link Fields} does.
 */
public final class AgreedFields {

  private AgreedFields() {}

  /** Groups by name and wishes by node id, each in the order of core's maps. */
  public static Proto.Agreed agreed(Agreed agreed) {
    Proto.Agreed.Builder b =
        Proto.Agreed.newBuilder()
            .setRevision(agreed.revision())
            .setMaintenance(agreed.maintenance());
    agreed.groups().forEach((name, state) -> b.addGroups(groupState(name, state)));
    agreed.wishes().forEach((node, wish) -> b.addWishes(wish(node, wish)));
    return b.build();
  }

  /**
   * The reverse of {@link #agreed(Agreed)}.
   *
   * @throws IllegalArgumentException if a value is none, or a group or a node occurs twice
   */
  public static Agreed agreed(Proto.Agreed p) {
    Fields.require(p.getRevision() >= 0, "a revision is less than 2^63");
    SortedMap<GroupName, GroupState> groups = new TreeMap<>();
    for (Proto.GroupState group : p.getGroupsList()) {
      GroupState before = groups.put(new GroupName(group.getGroup()), groupState(group));
      Fields.require(before == null, "a group occurs once in what is agreed");
    }
    SortedMap<NodeId, Wish> wishes = new TreeMap<>();
    for (Proto.Wish wish : p.getWishesList()) {
      Wish before = wishes.put(Fields.node(wish.getNode()), wish(wish));
      Fields.require(before == null, "a node's wish occurs once in what is agreed");
    }
    return new Agreed(p.getRevision(), p.getMaintenance(), groups, wishes);
  }

  public static Proto.Wish wish(NodeId node, Wish wish) {
    return Proto.Wish.newBuilder()
        .setNode(Fields.node(node))
        .setStopped(wish.stopped())
        .setRecoveries(wish.recoveries())
        .build();
  }

  /** What is wished; of which node the message says too. */
  public static Wish wish(Proto.Wish p) {
    return new Wish(p.getStopped(), p.getRecoveries());
  }

  public static Proto.Holder holder(Holder holder) {
    return Proto.Holder.newBuilder()
        .setIncarnation(Fields.incarnation(holder.incarnation()))
        .setTiming(Fields.timing(holder.timing()))
        .build();
  }

  public static Holder holder(Proto.Holder p) {
    return new Holder(Fields.incarnation(p.getIncarnation()), Fields.timing(p.getTiming()));
  }

  public static Proto.Recall recall(Recall recall) {
    return Words.recall(recall);
  }

  public static Recall recall(Proto.Recall p) {
    return Words.recall(p);
  }

  private static Proto.GroupState groupState(GroupName name, GroupState state) {
    Proto.GroupState.Builder b =
        Proto.GroupState.newBuilder()
            .setGroup(name.text())
            .setEpoch(state.epoch().number())
            .setManual(state.manual());
    if (state.holder() != null) {
      b.setHolder(holder(state.holder()));
    }
    if (state.recall() != null) {
      b.setRecall(Words.recall(state.recall()));
    }
    if (state.target() != null) {
      b.setTarget(Fields.node(state.target()));
    }
    b.setArming(state.hold().number()).setPinned(state.hold().pinned());
    b.setUnconfirmed(state.unconfirmed());
    return b.build();
  }

  private static GroupState groupState(Proto.GroupState p) {
    return new GroupState(
        new Epoch(p.getEpoch()),
        p.hasHolder() ? holder(p.getHolder()) : null,
        p.hasRecall() ? Words.recall(p.getRecall()) : null,
        p.getManual(),
        p.hasTarget() ? Fields.node(p.getTarget()) : null,
        new Arming(p.getArming(), p.getPinned()),
        p.getUnconfirmed());
  }
}
