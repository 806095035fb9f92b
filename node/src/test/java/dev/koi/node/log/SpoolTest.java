package dev.koi.node.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.node.port.Journal.Level;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SpoolTest {

  private final List<String> complaints = Collections.synchronizedList(new ArrayList<>());

  /** Remembers; fails and waits as told. */
  private static final class Recorder implements Outlet {
    final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    final CountDownLatch open = new CountDownLatch(1);
    final CountDownLatch reached = new CountDownLatch(1);
    volatile boolean fails;

    @Override
    public void say(Line line) throws IOException {
      reached.countDown();
      try {
        open.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      if (fails) {
        throw new IOException("the disk is full");
      }
      lines.add(line.text());
    }
  }

  @Test
  void everyOutletGetsEveryLineInOrderAndCloseWaitsForThem() {
    Recorder one = open();
    Recorder two = open();
    try (Spool spool = new Spool(List.of(one, two), complaints::add)) {
      for (int i = 0; i < 100; i++) {
        spool.say(line("" + i));
      }
    }
    assertThat(one.lines).hasSize(100).startsWith("0", "1").endsWith("99");
    assertThat(two.lines).isEqualTo(one.lines);
  }

  @Test
  void anOutletThatStandsStillHoldsUpNobodyAndWhatIsDroppedIsCounted() throws InterruptedException {
    Recorder stuck = new Recorder();
    try (Spool spool = new Spool(List.of(stuck), complaints::add)) {
      spool.say(line("first"));
      stuck.reached.await();
      for (int i = 0; i < 10_000; i++) {
        spool.say(line("more"));
      }
      stuck.open.countDown();
    }
    assertThat(stuck.lines)
        .hasSize(1 + 8192 + 1)
        .contains("1808 lines were dropped here: the log is too slow");
  }

  @Test
  void anOutletThatFailsIsComplainedAboutOnceAndTheOthersGoOn() {
    Recorder broken = open();
    broken.fails = true;
    Recorder well = open();
    try (Spool spool = new Spool(List.of(broken, well), complaints::add)) {
      spool.say(line("one"));
      spool.say(line("two"));
      spool.say(line("three"));
    }
    assertThat(complaints).containsExactly("lines of the log are lost: the disk is full");
    assertThat(well.lines).containsExactly("one", "two", "three");
  }

  @Test
  void anOutletIsReplacedBetweenTwoLines() {
    Recorder before = open();
    Recorder after = open();
    try (Spool spool = new Spool(List.of(before), complaints::add)) {
      spool.replace(outlet -> outlet == before, _ -> after);
      spool.say(line("two"));
    }
    assertThat(before.lines).isEmpty();
    assertThat(after.lines).containsExactly("two");
  }

  private static Recorder open() {
    Recorder recorder = new Recorder();
    recorder.open.countDown();
    return recorder;
  }

  private static Line line(String text) {
    return new Line(Instant.EPOCH, Level.INFO, text);
  }
}
