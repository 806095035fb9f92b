package dev.koi.wire.store;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.koi.core.agreed.Agreed;
import dev.koi.core.raft.Bytes;
import dev.koi.core.store.Key;
import dev.koi.core.store.Outcome;
import dev.koi.core.store.Store;
import dev.koi.wire.datagram.AgreedFields;
import dev.koi.wire.datagram.Fields;
import dev.koi.wire.proto.Proto;
import dev.koi.wire.proto.StoreProto;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The whole state machine as bytes and back: the state of Raft's snapshots.
 *
 * <p>The same content gives the same bytes, whatever way led to it, so that members can be compared by
 * them. For that everything has an order: keys that of their UTF-16 code units, the store's clients that
 * in which they were last heard, the longest ago first (it is content: it says who is forgotten next),
 * groups that of their names, wishes that of their nodes' ids.
 */
public final class SnapshotCodec {

  private SnapshotCodec() {}

  /**
   * The bytes of a state; those of {@link Image#empty} are none. The store is read, and may be changed
   * again afterwards.
   *
   * @throws IllegalArgumentException if it is no state that entries of a log can lead to: a text with half
   *     of a surrogate pair, a revision below 1
   */
  public static Bytes encode(Image image) {
    return Bytes.wrap(write(image).toByteArray());
  }

  /**
   * The reverse of {@link #encode}, with a store of its own.
   *
   * @throws UnknownSnapshot if a newer version wrote it
   * @throws MalformedSnapshot if none did
   */
  public static Image decode(Bytes bytes) throws MalformedSnapshot {
    try {
      StoreProto.Snapshot p = StoreProto.Snapshot.parseFrom(bytes.toArray());
      Image image = read(p);
      if (!write(image).equals(p)) { // as in ProposalCodec
        throw new UnknownSnapshot("a field, or an order,");
      }
      return image;
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedSnapshot("a snapshot is not protobuf: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw new MalformedSnapshot("a value of a snapshot is not: " + e.getMessage());
    }
  }

  private static StoreProto.Snapshot write(Image image) {
    StoreProto.Snapshot.Builder b = StoreProto.Snapshot.newBuilder();
    image.store().items().forEach((key, item) -> b.addItems(item(key, item)));
    image.store().clients().forEach((id, heard) -> b.addClients(client(id, heard)));
    if (!image.agreed().equals(Agreed.EMPTY)) {
      b.setAgreed(AgreedFields.agreed(image.agreed()));
    }
    return b.build();
  }

  private static Image read(StoreProto.Snapshot p) throws UnknownSnapshot {
    NavigableMap<Key, Store.Item> items = new TreeMap<>();
    for (StoreProto.Item item : p.getItemsList()) {
      long revision = revision(item.getRevision());
      RequestFields.putLast(
          items, new Key(item.getKey()), new Store.Item(item.getValue(), revision));
    }
    Map<UUID, Store.Heard> clients = new LinkedHashMap<>();
    for (StoreProto.Client client : p.getClientsList()) {
      Store.Heard heard = new Store.Heard(client.getSequence(), outcome(client));
      Store.Heard before = clients.put(Fields.uuid(client.getId()), heard);
      Fields.require(before == null, "a client occurs once");
    }
    Agreed agreed = p.hasAgreed() ? agreed(p.getAgreed()) : Agreed.EMPTY;
    return new Image(Store.of(items, clients), agreed);
  }

  private static Agreed agreed(Proto.Agreed p) throws UnknownSnapshot {
    for (Proto.GroupState group : p.getGroupsList()) {
      if (group.getRecall() == Proto.Recall.UNRECOGNIZED) {
        throw new UnknownSnapshot("a recall");
      }
    }
    return AgreedFields.agreed(p);
  }

  private static StoreProto.Item item(Key key, Store.Item item) {
    return StoreProto.Item.newBuilder()
        .setKey(RequestFields.key(key))
        .setValue(Text.whole(item.value()))
        .setRevision(revision(item.revision()))
        .build();
  }

  /** An entry's index; 0 would be, for a swap, that of a key that does not exist. */
  private static long revision(long revision) {
    Fields.require(revision >= 1, "a revision is 1 at least and less than 2^63");
    return revision;
  }

  private static StoreProto.Client client(UUID id, Store.Heard heard) {
    StoreProto.Client.Builder b =
        StoreProto.Client.newBuilder().setId(Fields.uuid(id)).setSequence(heard.sequence());
    switch (heard.outcome()) {
      case Outcome.Done o -> b.setDone(StoreProto.Done.newBuilder().setRevision(o.revision()));
      case Outcome.Refused o ->
          b.setRefused(
              StoreProto.Refused.newBuilder()
                  .setWhy(why(o.why()))
                  .setWhat(Text.whole(o.what())));
    }
    return b.build();
  }

  private static Outcome outcome(StoreProto.Client p) throws UnknownSnapshot {
    return switch (p.getOutcomeCase()) {
      case DONE -> new Outcome.Done(p.getDone().getRevision());
      case REFUSED ->
          new Outcome.Refused(why(p.getRefused().getWhy()), p.getRefused().getWhat());
      case OUTCOME_NOT_SET -> throw new UnknownSnapshot("an outcome");
    };
  }

  private static StoreProto.Why why(Outcome.Why why) {
    return switch (why) {
      case NO_KEY -> StoreProto.Why.WHY_NO_KEY;
      case FALSE -> StoreProto.Why.WHY_FALSE;
      case ALREADY -> StoreProto.Why.WHY_ALREADY;
      case KEY_OR_FOLDER -> StoreProto.Why.WHY_KEY_OR_FOLDER;
      case TOO_LONG -> StoreProto.Why.WHY_TOO_LONG;
    };
  }

  private static Outcome.Why why(StoreProto.Why p) throws UnknownSnapshot {
    return switch (p) {
      case WHY_NO_KEY -> Outcome.Why.NO_KEY;
      case WHY_FALSE -> Outcome.Why.FALSE;
      case WHY_ALREADY -> Outcome.Why.ALREADY;
      case WHY_KEY_OR_FOLDER -> Outcome.Why.KEY_OR_FOLDER;
      case WHY_TOO_LONG -> Outcome.Why.TOO_LONG;
      case WHY_UNSPECIFIED -> throw new IllegalArgumentException("a refusal says why");
      case UNRECOGNIZED -> throw new UnknownSnapshot("a reason for a refusal");
    };
  }
}
