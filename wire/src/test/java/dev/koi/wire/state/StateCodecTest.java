package dev.koi.wire.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.koi.core.agreed.DurableState;
import dev.koi.core.agreed.Marks;
import dev.koi.core.agreed.Pin;
import dev.koi.core.lease.Profile;
import dev.koi.core.name.Epoch;
import dev.koi.core.name.GroupName;
import dev.koi.core.name.Incarnation;
import dev.koi.core.name.NodeId;
import dev.koi.wire.datagram.Golden;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class StateCodecTest {

  private static final UUID NODE = new UUID(0xaaaa_0000_0000_4000L, 0x8000_0000_0000_0001L);
  private static final DurableState STATE =
      new DurableState(
          NODE,
          true,
          new Incarnation(new NodeId(NODE), new UUID(3, 4), 5),
          Duration.ofMillis(2046),
          false,
          new TreeMap<>(
              Map.of(
                  GroupName.DEFAULT,
                  new Marks(new Epoch(9), new Epoch(7), new Epoch(8)),
                  new GroupName("db"),
                  Marks.FRESH)),
          new TreeMap<>());

  @Test
  void aStateIsReadAsItWasWritten() throws DamagedState {
    Incarnation run = new Incarnation(new NodeId(NODE), new UUID(3, 4), 5);
    Pin pin = new Pin(new Epoch(9), run, Profile.FAST.lease(), 3);
    DurableState first =
        new DurableState(
            NODE,
            false,
            null,
            Duration.ZERO,
            true,
            new TreeMap<>(),
            new TreeMap<>(Map.of(GroupName.DEFAULT, pin)));
    assertThat(StateCodec.decode(StateCodec.encode(STATE))).isEqualTo(STATE);
    assertThat(StateCodec.decode(StateCodec.encode(first))).isEqualTo(first);
  }

  @Test
  void theBytesAreThoseOfTheGoldenFile() throws IOException {
    new Golden("state").assertWritten("state", StateCodec.encode(STATE));
  }

  @Test
  void everyFlippedBitAndEveryOtherLengthIsDamage() {
    byte[] file = StateCodec.encode(STATE);
    for (int bit = 0; bit < file.length * 8; bit++) {
      byte[] flipped = file.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> StateCodec.decode(flipped)).isInstanceOf(DamagedState.class);
    }
    for (int length = 0; length < file.length + 20; length++) {
      if (length != file.length) {
        byte[] cut = Arrays.copyOf(file, length);
        assertThatThrownBy(() -> StateCodec.decode(cut)).isInstanceOf(DamagedState.class);
      }
    }
  }

  @Test
  void theDamageIsNamed() {
    byte[] file = StateCodec.encode(STATE);
    assertDamage(new byte[0], "only 0 bytes");
    assertDamage(new byte[100], "does not begin with KOIS");
    assertDamage(Arrays.copyOf(file, file.length - 1), (file.length - 1) + " bytes where its head");
    byte[] flipped = file.clone();
    flipped[20] ^= 1;
    assertDamage(flipped, "checksum ");
    assertDamage(framed(2, new byte[0]), "version 2; this koi reads version 1");
    assertDamage(framed(1, "garbage".getBytes(StandardCharsets.UTF_8)), "not protobuf");
    assertDamage(framed(1, new byte[0]), "an id has 16 bytes");
  }

  private static void assertDamage(byte[] file, String text) {
    assertThatThrownBy(() -> StateCodec.decode(file))
        .isInstanceOf(DamagedState.class)
        .hasMessageContaining(text);
  }

  private static byte[] framed(int version, byte[] body) {
    ByteBuffer file = ByteBuffer.allocate(16 + body.length);
    file.putInt(0x4b4f4953).putInt(version).putInt(body.length).put(body);
    CRC32C crc = new CRC32C();
    crc.update(file.array(), 0, file.position());
    return file.putInt((int) crc.getValue()).array();
  }
}
