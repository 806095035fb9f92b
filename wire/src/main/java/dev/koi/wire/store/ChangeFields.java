package dev.koi.wire.store;

import dev.koi.core.agreed.Change;
import dev.koi.core.agreed.Holder;
import dev.koi.core.lease.Arming;
import dev.koi.core.name.Epoch;
import dev.koi.core.name.GroupName;
import dev.koi.core.name.Incarnation;
import dev.koi.wire.datagram.AgreedFields;
import dev.koi.wire.datagram.Fields;
import dev.koi.wire.proto.Proto;
import dev.koi.wire.proto.StoreProto;

/** A change to what is agreed, each way. */
final class ChangeFields {

  private ChangeFields() {}

  static StoreProto.Change change(Change change) {
    StoreProto.Change.Builder b = StoreProto.Change.newBuilder();
    switch (change) {
      case Change.Granted c -> b.setGranted(grant(c.group(), c.epoch(), c.holder()));
      case Change.Adopted c -> b.setAdopted(grant(c.group(), c.epoch(), c.holder()));
      case Change.Released c -> b.setReleased(release(c.group(), c.epoch(), c.incarnation()));
      case Change.Unconfirmed c ->
          b.setUnconfirmed(release(c.group(), c.epoch(), c.incarnation()));
      case Change.Lapsed c ->
          b.setLapsed(
              StoreProto.Change.Lapse.newBuilder()
                  .setGroup(c.group().text())
                  .setEpoch(c.epoch().number()));
      case Change.Recalled c ->
          b.setRecalled(
              StoreProto.Change.Recalling.newBuilder()
                  .setGroup(c.group().text())
                  .setEpoch(c.epoch().number())
                  .setWhy(AgreedFields.recall(c.why())));
      case Change.Steered c -> b.setSteered(steering(c));
      case Change.Armed c ->
          b.setArmed(
              StoreProto.Change.Arming.newBuilder()
                  .setGroup(c.group().text())
                  .setEpoch(c.epoch().number())
                  .setNumber(c.hold().number())
                  .setPinned(c.hold().pinned()));
      case Change.Maintained c ->
          b.setMaintained(StoreProto.Change.Maintenance.newBuilder().setOn(c.on()));
      case Change.Wished c -> b.setWished(AgreedFields.wish(c.node(), c.wish()));
    }
    return b.build();
  }

  static Change change(StoreProto.Change p) throws UnknownProposal {
    return switch (p.getKindCase()) {
      case GRANTED -> granted(p.getGranted());
      case ADOPTED -> adopted(p.getAdopted());
      case RELEASED -> released(p.getReleased());
      case UNCONFIRMED -> unconfirmed(p.getUnconfirmed());
      case LAPSED ->
          new Change.Lapsed(
              new GroupName(p.getLapsed().getGroup()), new Epoch(p.getLapsed().getEpoch()));
      case RECALLED -> recalled(p.getRecalled());
      case STEERED -> steered(p.getSteered());
      case ARMED -> armed(p.getArmed());
      case MAINTAINED -> new Change.Maintained(p.getMaintained().getOn());
      case WISHED ->
          new Change.Wished(
              Fields.node(p.getWished().getNode()), AgreedFields.wish(p.getWished()));
      case KIND_NOT_SET -> throw new UnknownProposal("a change of the cluster");
    };
  }

  private static Change armed(StoreProto.Change.Arming p) {
    return new Change.Armed(
        new GroupName(p.getGroup()),
        new Epoch(p.getEpoch()),
        new Arming(p.getNumber(), p.getPinned()));
  }

  private static StoreProto.Change.Grant grant(GroupName group, Epoch epoch, Holder holder) {
    return StoreProto.Change.Grant.newBuilder()
        .setGroup(group.text())
        .setEpoch(epoch.number())
        .setHolder(AgreedFields.holder(holder))
        .build();
  }

  private static Change granted(StoreProto.Change.Grant p) {
    return new Change.Granted(
        new GroupName(p.getGroup()), new Epoch(p.getEpoch()), AgreedFields.holder(p.getHolder()));
  }

  private static Change adopted(StoreProto.Change.Grant p) {
    return new Change.Adopted(
        new GroupName(p.getGroup()), new Epoch(p.getEpoch()), AgreedFields.holder(p.getHolder()));
  }

  private static StoreProto.Change.Release release(
      GroupName group, Epoch epoch, Incarnation incarnation) {
    return StoreProto.Change.Release.newBuilder()
        .setGroup(group.text())
        .setEpoch(epoch.number())
        .setIncarnation(Fields.incarnation(incarnation))
        .build();
  }

  private static Change unconfirmed(StoreProto.Change.Release p) {
    return new Change.Unconfirmed(
        new GroupName(p.getGroup()),
        new Epoch(p.getEpoch()),
        Fields.incarnation(p.getIncarnation()));
  }

  private static Change released(StoreProto.Change.Release p) {
    return new Change.Released(
        new GroupName(p.getGroup()),
        new Epoch(p.getEpoch()),
        Fields.incarnation(p.getIncarnation()));
  }

  private static Change recalled(StoreProto.Change.Recalling p) throws UnknownProposal {
    if (p.getWhy() == Proto.Recall.UNRECOGNIZED) {
      throw new UnknownProposal("a recall");
    }
    return new Change.Recalled(
        new GroupName(p.getGroup()), new Epoch(p.getEpoch()), AgreedFields.recall(p.getWhy()));
  }

  private static StoreProto.Change.Steering steering(Change.Steered c) {
    StoreProto.Change.Steering.Builder b =
        StoreProto.Change.Steering.newBuilder().setGroup(c.group().text()).setManual(c.manual());
    if (c.target() != null) {
      b.setTarget(Fields.node(c.target()));
    }
    return b.build();
  }

  private static Change steered(StoreProto.Change.Steering p) {
    return new Change.Steered(
        new GroupName(p.getGroup()),
        p.getManual(),
        p.hasTarget() ? Fields.node(p.getTarget()) : null);
  }
}
