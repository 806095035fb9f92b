package dev.koi.node.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.core.name.Epoch;
import dev.koi.core.name.GroupName;
import dev.koi.node.guard.Cells.Word;
import dev.koi.node.guard.EarlierCells.OfGroup;
import dev.koi.node.guard.EarlierCells.Sound;
import dev.koi.node.guard.EarlierCells.Unsound;
import dev.koi.core.guard.GuardPhase;
import dev.koi.node.port.Guards.Earlier;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class EarlierCellsTest {

  private static final GroupName SHOP = new GroupName("shop");
  private static final long MOST = (1L << 53) - 1;

  @Test
  void freshCellsNameTheNodeAndNothingElse() {
    assertThat(EarlierCells.parse(fresh(Legacy.NONE)))
        .isEqualTo(new Sound("here", List.of(0L, 0L), List.of(), List.of()));
  }

  @Property
  void latchesGoOnInTheCellsOfTheNextRun(@ForAll @LongRange(min = 0, max = MOST) long latch) {
    Epoch dead = new Epoch(latch);
    Earlier earlier = new Earlier(SHOP, new Epoch(3), dead, true, GuardPhase.CONFIRMED);
    byte[] next = fresh(new Legacy("trees", List.of(earlier)));
    assertThat(EarlierCells.parse(next))
        .isEqualTo(
            new Sound(
                "trees",
                List.of(0L, 0L),
                List.of(new OfGroup(SHOP, Epoch.NONE, dead, false, null, Duration.ZERO)),
                List.of()));
  }

  @Property
  void whatACellSaysIsReadAsItIs(
      @ForAll @LongRange(min = 1, max = MOST) long epoch,
      @ForAll @IntRange(min = 1, max = 255) int cell,
      @ForAll boolean first) {
    ByteBuffer cells = shop(cell, epoch);
    cells.putLong(Word.ARMED.of(cell) + (first ? 0 : 8), epoch);
    cells.putLong(Word.PHASE.of(cell), 3);
    cells.putLong(Word.CUT.of(cell), 5_000);
    Sound sound = (Sound) read(cells);
    Duration cut = Duration.ofNanos(5_000);
    assertThat(sound.groups())
        .containsExactly(new OfGroup(SHOP, new Epoch(epoch), Epoch.NONE, true, GuardPhase.CUTTING, cut));
    assertThat(sound.longestCut()).isEqualTo(cut);
    assertThat(sound.isSettled()).isFalse();
  }

  @Test
  void whatIsConfirmedOrGivenUpOrDisarmedIsSettled() {
    for (long phase : List.of(4L, 5L)) {
      ByteBuffer cells = shop(1, 7);
      cells.putLong(Word.ARMED.of(1), 7);
      cells.putLong(Word.PHASE.of(1), phase);
      assertThat(((Sound) read(cells)).isSettled()).isTrue();
    }
    ByteBuffer disarmed = shop(1, 7);
    disarmed.putLong(Word.PHASE.of(1), 1);
    assertThat(((Sound) read(disarmed)).isSettled()).isTrue();
  }

  @Test
  void whatWasArmedBeforeTheyEndedCounts() {
    ByteBuffer before = shop(1, 7);
    before.putLong(Word.ARMED.of(1), 7);
    ByteBuffer after = shop(1, 7);
    after.putLong(Word.LATCH.of(1), 7);
    after.putLong(Word.PHASE.of(1), 4);
    assertThat(
            EarlierGuards.earlier((Sound) read(before), (Sound) read(after)))
        .containsExactly(new Earlier(SHOP, new Epoch(7), new Epoch(7), true, GuardPhase.CONFIRMED));
  }

  @Test
  void aDeadlineThatNobodyCanHaveSetIsNotWaitedFor() {
    for (long cut : List.of(Long.MAX_VALUE, -1L)) {
      ByteBuffer cells = shop(1, 7);
      cells.putLong(Word.ARMED.of(1), 7);
      cells.putLong(Word.CUT.of(1), cut);
      assertThat(((Sound) read(cells)).longestCut())
          .isBetween(Duration.ZERO, Duration.ofHours(1));
    }
  }

  @Test
  void aBrokenCellIsLeftOutAndSaid() {
    ByteBuffer cells = shop(1, MOST + 1);
    cells.put(Cells.groupAt(2), "a/b".getBytes(StandardCharsets.US_ASCII));
    cells.put(Cells.groupAt(3), "x".repeat(128).getBytes(StandardCharsets.US_ASCII));
    cells.put(Cells.groupAt(4), "bank".getBytes(StandardCharsets.US_ASCII));
    cells.put(Cells.groupAt(5), "bank".getBytes(StandardCharsets.US_ASCII));
    Sound sound = (Sound) read(cells);
    assertThat(sound.groups()).extracting(g -> g.group().text()).containsExactly("bank");
    assertThat(sound.complaints())
        .containsExactly(
            "its cell 1 makes no sense",
            "its cell 2 makes no sense",
            "its cell 3 makes no sense",
            "its cell 5 makes no sense");
  }

  @Test
  void anotherVersionAndAShortFileAreSaid() {
    byte[] other = fresh(Legacy.NONE);
    other[7] = '2';
    assertThat(EarlierCells.parse(other)).isEqualTo(new Unsound("it is of another version"));
    assertThat(EarlierCells.parse(Arrays.copyOf(other, 100)))
        .isEqualTo(new Unsound("it has 100 bytes, not 69632"));
    assertThat(EarlierCells.parse(new byte[0])).isInstanceOf(Unsound.class);
  }

  @Property
  void anyBytesAreReadWithoutAnException(
      @ForAll long seed, @ForAll boolean begunRight, @ForAll @Size(max = 300) byte[] beginning) {
    byte[] file = new byte[Cells.SIZE];
    new Random(seed).nextBytes(file);
    if (begunRight) {
      System.arraycopy(fresh(Legacy.NONE), 0, file, 0, 4096);
    } else {
      System.arraycopy(beginning, 0, file, 0, beginning.length);
    }
    switch (EarlierCells.parse(file)) {
      case Sound sound -> {
        assertThat(begunRight).isTrue();
        assertThat(sound.longestCut()).isBetween(Duration.ZERO, Duration.ofHours(1));
        assertThat(EarlierGuards.earlier(sound, sound)).hasSameSizeAs(sound.groups());
      }
      case Unsound unsound -> assertThat(unsound.why()).isNotEmpty();
    }
    assertThat(EarlierCells.parse(beginning)).isInstanceOf(Unsound.class);
  }

  @Property
  void aFewWrongBytesAreReadWithoutAnException(@ForAll long seed) {
    ByteBuffer cells = shop(1, 7);
    Random random = new Random(seed);
    for (int i = 0; i < 20; i++) {
      cells.put(random.nextInt(5 * 256 + 4096), (byte) random.nextInt());
    }
    assertThat(read(cells)).isNotNull();
  }

  private static ByteBuffer shop(int cell, long epoch) {
    ByteBuffer cells = ByteBuffer.wrap(fresh(Legacy.NONE)).order(ByteOrder.nativeOrder());
    cells.put(Cells.groupAt(cell), "shop".getBytes(StandardCharsets.US_ASCII));
    return cells.putLong(Word.EPOCH.of(cell), epoch);
  }

  private static EarlierCells read(ByteBuffer cells) {
    byte[] file = new byte[Cells.SIZE];
    cells.get(0, file);
    return EarlierCells.parse(file);
  }

  private static byte[] fresh(Legacy legacy) {
    Path nowhere = Path.of("/nowhere");
    return legacy.cells(
        new RealGuards.Settings(nowhere, nowhere, "here", Duration.ofMillis(400), Map.of()));
  }
}
