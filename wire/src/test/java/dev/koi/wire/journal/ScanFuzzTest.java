package dev.koi.wire.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** What a disk gives back after a crash: what is believed of it is read the same when the rest is cut off. */
class ScanFuzzTest {

  private static final long NUMBER = 7;

  @FuzzTest(maxDuration = "1m")
  void anyBytesAreRecordsUpToAPlaceOrDamage(byte[] bytes) {
    sound(bytes);
  }

  /** With true checksums, which nobody guesses: the bytes say how long records are and where it is hurt. */
  @FuzzTest(maxDuration = "1m")
  void aJournalThatIsHurtAnywhereIsReadToThereOrDamaged(byte[] bytes) {
    byte[] file = Segment.head(NUMBER);
    int records = bytes.length == 0 ? 0 : bytes[0] & 7;
    for (int i = 1; i <= records && i < bytes.length; i++) {
      file = joined(file, Segment.record(NUMBER, file.length, Arrays.copyOf(bytes, bytes[i] & 0xff)));
    }
    byte[] hurt = file.clone();
    for (int i = 8; i + 2 < bytes.length; i += 3) {
      int place = ((bytes[i] & 0xff) << 8 | (bytes[i + 1] & 0xff)) % hurt.length;
      hurt[place] = bytes[i + 2];
    }
    if (Scan.of(ByteBuffer.wrap(hurt), NUMBER, true) instanceof Scan.Sound sound) {
      assertThat(Arrays.copyOf(hurt, (int) sound.end())).isEqualTo(Arrays.copyOf(file, (int) sound.end()));
    }
    sound(hurt);
  }

  private static void sound(byte[] bytes) {
    if (Scan.of(ByteBuffer.wrap(bytes), NUMBER, true) instanceof Scan.Sound sound) {
      assertThat(sound.end()).isLessThanOrEqualTo(bytes.length);
      byte[] kept = Arrays.copyOf(bytes, (int) sound.end());
      assertThat(Scan.of(ByteBuffer.wrap(kept), NUMBER, true))
          .usingRecursiveComparison()
          .isEqualTo(new Scan.Sound(sound.payloads(), sound.end(), sound.end() == 0));
    }
  }

  private static byte[] joined(byte[] one, byte[] other) {
    return ByteBuffer.allocate(one.length + other.length).put(one).put(other).array();
  }
}
