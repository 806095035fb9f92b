package dev.koi.wire.state;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.koi.core.agreed.DurableState;
import dev.koi.core.agreed.Marks;
import dev.koi.core.agreed.Pin;
import dev.koi.core.name.Epoch;
import dev.koi.core.name.GroupName;
import dev.koi.wire.datagram.Fields;
import dev.koi.wire.proto.Proto;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * The daemon's state file.
 *
 * <pre>
 *   0  4  "KOIS"
 *   4  4  version, 1
 *   8  4  length n of the body
 *  12  n  DurableState of koi.proto
 * 12+n 4  CRC32C of all before
 * </pre>
 *
 * <p>The checksum is looked at before the version, so that a flipped bit is called damage and not
 * "written by a newer koi". Numbers are big-endian.
 */
public final class StateCodec {

  private static final int MAGIC = 0x4b4f4953;
  private static final int VERSION = 1;
  private static final int HEAD = 12;
  private static final int CHECKSUM = 4;

  private StateCodec() {}

  /** The whole file. */
  public static byte[] encode(DurableState state) {
    byte[] body = write(state).toByteArray();
    ByteBuffer file = ByteBuffer.allocate(HEAD + body.length + CHECKSUM);
    file.putInt(MAGIC).putInt(VERSION).putInt(body.length).put(body);
    file.putInt(checksum(file.array(), file.position()));
    return file.array();
  }

  /**
   * The state in a file.
   *
   * @throws DamagedState if these are not exactly the bytes that {@link #encode} wrote
   */
  public static DurableState decode(byte[] file) throws DamagedState {
    if (file.length < HEAD + CHECKSUM) {
      throw new DamagedState(
          "only " + file.length + " bytes; a state file has at least " + (HEAD + CHECKSUM));
    }
    ByteBuffer in = ByteBuffer.wrap(file);
    if (in.getInt() != MAGIC) {
      throw new DamagedState("it does not begin with KOIS, so it is no state file");
    }
    int version = in.getInt();
    long length = Integer.toUnsignedLong(in.getInt());
    long expected = HEAD + length + CHECKSUM;
    if (file.length != expected) {
      throw new DamagedState(file.length + " bytes where its head says " + expected);
    }
    int end = file.length - CHECKSUM;
    int said = in.getInt(end);
    int found = checksum(file, end);
    if (said != found) {
      throw new DamagedState(String.format("checksum %08x where %08x is written", found, said));
    }
    if (version != VERSION) {
      throw new DamagedState(
          "version " + Integer.toUnsignedString(version) + "; this koi reads version " + VERSION);
    }
    return body(Arrays.copyOfRange(file, HEAD, end));
  }

  private static DurableState body(byte[] body) throws DamagedState {
    try {
      return read(Proto.DurableState.parseFrom(body));
    } catch (InvalidProtocolBufferException e) {
      throw new DamagedState(
          "the checksum is right but the body is not protobuf: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw new DamagedState("the checksum is right but a value is not: " + e.getMessage());
    }
  }

  private static Proto.DurableState write(DurableState state) {
    Proto.DurableState.Builder b =
        Proto.DurableState.newBuilder()
            .setNodeId(Fields.uuid(state.nodeId()))
            .setClean(state.clean())
            .setLongestWaitNanos(Fields.nanos(state.longestWait()))
            .setMaintenance(state.maintenance());
    if (state.lastRun() != null) {
      b.setLastRun(Fields.incarnation(state.lastRun()));
    }
    state.groups().forEach((name, marks) -> b.addGroups(write(name, marks)));
    state.pins().forEach((name, pin) -> b.addPins(write(name, pin)));
    return b.build();
  }

  private static Proto.Pin write(GroupName name, Pin pin) {
    return Proto.Pin.newBuilder()
        .setGroup(name.text())
        .setEpoch(pin.epoch().number())
        .setHolder(Fields.incarnation(pin.holder()))
        .setTiming(Fields.timing(pin.timing()))
        .setArming(pin.arming())
        .build();
  }

  private static Proto.Marks write(GroupName name, Marks marks) {
    return Proto.Marks.newBuilder()
        .setGroup(name.text())
        .setHighest(marks.highest().number())
        .setDead(marks.dead().number())
        .setHeld(marks.held().number())
        .build();
  }

  private static DurableState read(Proto.DurableState p) {
    SortedMap<GroupName, Marks> groups = new TreeMap<>();
    for (Proto.Marks m : p.getGroupsList()) {
      Marks marks =
          new Marks(new Epoch(m.getHighest()), new Epoch(m.getDead()), new Epoch(m.getHeld()));
      if (groups.put(new GroupName(m.getGroup()), marks) != null) {
        throw new IllegalArgumentException("group " + m.getGroup() + " occurs twice");
      }
    }
    SortedMap<GroupName, Pin> pins = new TreeMap<>();
    for (Proto.Pin pinned : p.getPinsList()) {
      if (pins.put(new GroupName(pinned.getGroup()), pin(pinned)) != null) {
        throw new IllegalArgumentException("a pin of group " + pinned.getGroup() + " occurs twice");
      }
    }
    return new DurableState(
        Fields.uuid(p.getNodeId()),
        p.getClean(),
        p.hasLastRun() ? Fields.incarnation(p.getLastRun()) : null,
        Fields.duration(p.getLongestWaitNanos()),
        p.getMaintenance(),
        groups,
        pins);
  }

  private static Pin pin(Proto.Pin p) {
    return new Pin(
        new Epoch(p.getEpoch()),
        Fields.incarnation(p.getHolder()),
        Fields.timing(p.getTiming()),
        p.getArming());
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
