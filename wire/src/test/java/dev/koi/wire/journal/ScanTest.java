package dev.koi.wire.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScanTest {

  private static final long NUMBER = 7;

  /** Short, empty, all zero as a payload may be, and long. */
  private static final List<byte[]> PAYLOADS =
      List.of(bytes("set a/b 1"), new byte[0], new byte[40], bytes("x".repeat(300)));

  @Test
  void whatIsWrittenIsRead() {
    byte[] file = segment(PAYLOADS);
    Scan.Sound sound = sound(Scan.of(ByteBuffer.wrap(file), NUMBER, true));
    assertThat(sound.payloads()).usingRecursiveComparison().isEqualTo(PAYLOADS);
    assertThat(sound.end()).isEqualTo(file.length);
    assertThat(sound.torn()).isFalse();
    assertThat(Scan.of(ByteBuffer.wrap(file), NUMBER, false)).isInstanceOf(Scan.Sound.class);
  }

  /** SAFETY E1: the file ends inside the last record. */
  @Test
  void whereverTheLastSegmentEndsWhatWasWrittenBeforeIsKeptAndTheRestIsCut() {
    byte[] file = segment(PAYLOADS);
    List<Integer> borders = borders();
    for (int length = 0; length < file.length; length++) {
      Scan.Sound sound = sound(Scan.of(ByteBuffer.wrap(file, 0, length).slice(), NUMBER, true));
      assertThat(sound.end()).as("cut at %s", length).isEqualTo(floor(borders, length));
      boolean whole = length > 0 && borders.contains(length);
      assertThat(sound.torn()).as("cut at %s", length).isEqualTo(!whole);
      assertThat(sound.payloads()).hasSize(Math.max(0, borders.indexOf((int) sound.end()) - 1));
    }
  }

  /** SAFETY E1: or it is zero to its end, as file systems leave what was not flushed. */
  @Test
  void whatIsZeroToTheEndOfTheFileIsCutToo() {
    byte[] file = segment(PAYLOADS);
    for (int from = Segment.HEAD_BYTES + 1; from < file.length; from++) {
      byte[] zeroed = file.clone();
      Arrays.fill(zeroed, from, file.length, (byte) 0);
      Scan.Sound sound = sound(Scan.of(ByteBuffer.wrap(zeroed), NUMBER, true));
      assertThat(sound.end()).as("zero from %s", from).isLessThanOrEqualTo(from);
      assertThat(borders()).contains((int) sound.end());
      assertThat(sound.torn()).isTrue();
    }
  }

  /** The issue: a flipped byte anywhere in the log is found at start, with its place. */
  @Test
  void everyFlippedBitIsDamageAndItsRecordIsNamed() {
    byte[] file = segment(PAYLOADS);
    List<Integer> borders = borders();
    for (int at = 0; at < file.length; at++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] flipped = file.clone();
        flipped[at] ^= (byte) (1 << bit);
        Scan scan = Scan.of(ByteBuffer.wrap(flipped), NUMBER, true);
        assertThat(scan).as("bit %s of byte %s", bit, at).isInstanceOf(Scan.Damaged.class);
        assertThat(((Scan.Damaged) scan).place()).isEqualTo(floor(borders, at));
      }
    }
  }

  @Test
  void onlyTheLastSegmentMayEndWithinARecord() {
    byte[] file = segment(PAYLOADS);
    Scan cut = Scan.of(ByteBuffer.wrap(file, 0, file.length - 1).slice(), NUMBER, false);
    assertThat(cut).isInstanceOf(Scan.Damaged.class);
    assertThat(((Scan.Damaged) cut).why()).contains("another segment follows");
  }

  @Test
  void blocksOfAnotherSegmentOrOfAnotherPlaceAreNotBelieved() {
    byte[] file = segment(PAYLOADS);
    assertThat(Scan.of(ByteBuffer.wrap(file), NUMBER + 1, true))
        .isEqualTo(new Scan.Damaged(0, "its head is not that of segment 8"));
    int first = Segment.FRAME_BYTES + PAYLOADS.getFirst().length;
    byte[] twice = Arrays.copyOf(file, file.length + first);
    System.arraycopy(file, Segment.HEAD_BYTES, twice, file.length, first);
    Scan scan = Scan.of(ByteBuffer.wrap(twice), NUMBER, true);
    assertThat(scan).isInstanceOf(Scan.Damaged.class);
    assertThat(((Scan.Damaged) scan).place()).isEqualTo(file.length);
  }

  @Test
  void aRecordThatNobodyCouldReadIsNotWritten() {
    assertThatThrownBy(() -> Segment.record(1, 20, new byte[Segment.MAX_PAYLOAD + 1]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static byte[] segment(List<byte[]> payloads) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(Segment.head(NUMBER));
    payloads.forEach(p -> file.writeBytes(Segment.record(NUMBER, file.size(), p)));
    return file.toByteArray();
  }

  /** Where head and records begin, and where the last one ends. */
  private static List<Integer> borders() {
    List<Integer> borders = new ArrayList<>(List.of(0, Segment.HEAD_BYTES));
    for (byte[] payload : PAYLOADS) {
      borders.add(borders.getLast() + Segment.FRAME_BYTES + payload.length);
    }
    return borders;
  }

  private static long floor(List<Integer> borders, int place) {
    return borders.stream().mapToInt(b -> b).filter(b -> b <= place).max().orElseThrow();
  }

  private static Scan.Sound sound(Scan scan) {
    assertThat(scan).isInstanceOf(Scan.Sound.class);
    return (Scan.Sound) scan;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
