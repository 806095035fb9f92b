package dev.koi.node.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.koi.node.guard.EarlierCells.Sound;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;

/** A file that guards and a daemon shared until one of them was killed in the middle of a store. */
class EarlierCellsFuzzTest {

  /** The input is laid over a sound file, from the place that its first two bytes say. */
  @FuzzTest(maxDuration = "1m")
  void anyBytesAreCellsOrNone(byte[] bytes) {
    byte[] file = new byte[Cells.SIZE];
    lay(Cells.MAGIC.getBytes(StandardCharsets.US_ASCII), file, 0);
    lay("a-node".getBytes(StandardCharsets.US_ASCII), file, Cells.NODE);
    lay("default".getBytes(StandardCharsets.US_ASCII), file, Cells.groupAt(1));
    if (bytes.length > 2) {
      int place = (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
      for (int i = 2; i < bytes.length && place + i - 2 < file.length; i++) {
        file[place + i - 2] = bytes[i];
      }
    }
    if (EarlierCells.parse(file) instanceof Sound sound) {
      assertThat(sound.longestCut()).isBetween(Duration.ZERO, EarlierCells.LONGEST_CUT);
      assertThat(sound.pids()).allMatch(pid -> pid >= 0 && pid <= EarlierCells.MOST_PIDS);
      assertThat(sound.groups().stream().map(g -> g.group()).collect(Collectors.toSet()))
          .hasSameSizeAs(sound.groups());
      assertThat(EarlierGuards.earlier(sound, sound)).hasSameSizeAs(sound.groups());
    }
  }

  private static void lay(byte[] bytes, byte[] file, int place) {
    System.arraycopy(bytes, 0, file, place, bytes.length);
  }
}
