package dev.koi.wire.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.koi.core.raft.Bytes;

/** Whatever a snapshot holds: a state that is written and read as itself, or one checked exception. */
class SnapshotFuzzTest {

  @FuzzTest(maxDuration = "1m")
  void anyBytesAreAStateOrAreRefused(byte[] bytes) throws MalformedSnapshot {
    Image image;
    try {
      image = SnapshotCodec.decode(Bytes.copyOf(bytes));
    } catch (MalformedSnapshot _) {
      return;
    }
    Bytes written = SnapshotCodec.encode(image);
    assertThat(SnapshotCodec.encode(SnapshotCodec.decode(written))).isEqualTo(written);
  }
}
