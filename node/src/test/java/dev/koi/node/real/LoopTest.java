package dev.koi.node.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.koi.core.time.Moment;
import dev.koi.node.port.Event;
import dev.koi.node.port.Handler;
import dev.koi.node.port.Journal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LoopTest {

  private static final Duration LONG = Duration.ofHours(1);

  private final RealClock clock = new RealClock();
  private final List<String> journal = new ArrayList<>();
  private final Journal write = (level, text) -> journal.add(level + " " + text);
  private final Loop loop = new Loop(clock, write);

  @Test
  void eventsAreHandledInTheOrderOfTheirPosting() throws InterruptedException {
    Recorder recorder = new Recorder(4, LONG);
    for (long i = 0; i < 4; i++) {
      loop.accept(new Event.Saved(i));
    }
    loop.run(recorder);
    assertThat(recorder.handled)
        .containsExactly(new Event.Saved(0), new Event.Saved(1), new Event.Saved(2), new Event.Saved(3));
  }

  @Test
  void itWakesAtTheAskedMomentAndNotBefore() throws InterruptedException {
    Moment begun = clock.now();
    Recorder recorder = new Recorder(1, Duration.ofMillis(20));
    loop.run(recorder);
    assertThat(recorder.handled).containsExactly(new Event.Tick());
    assertThat(clock.now().since(begun)).isGreaterThanOrEqualTo(Duration.ofMillis(20));
  }

  @Test
  void aMomentThatHasPassedComesBeforeWaitingEvents() throws InterruptedException {
    Recorder recorder = new Recorder(1, Duration.ofMillis(-1));
    loop.accept(new Event.Saved(1));
    loop.run(recorder);
    assertThat(recorder.handled).containsExactly(new Event.Tick());
  }

  @Test
  void aFloodOfDatagramsIsLostAndNothingElse() throws InterruptedException {
    InetSocketAddress from = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    for (int i = 0; i < 20_000; i++) {
      loop.accept(new Event.Arrived(from, new byte[1]));
    }
    loop.accept(new Event.Stop("test"));
    Recorder recorder = new Recorder(8193, LONG);
    loop.run(recorder);
    assertThat(recorder.handled.getLast()).isEqualTo(new Event.Stop("test"));
    loop.accept(new Event.Arrived(from, new byte[1]));
    Recorder again = new Recorder(1, LONG);
    loop.run(again);
    assertThat(again.handled).as("what was handled makes room").hasSize(1);
  }

  @Test
  void aBrokenHandlerStopsItWithTheLastFiftyEventsWrittenDown() {
    for (long i = 1; i <= 60; i++) {
      loop.accept(new Event.Saved(i));
    }
    Handler broken =
        new Recorder(100, LONG) {
          @Override
          public void handle(Event event) {
            super.handle(event);
            if (event.equals(new Event.Saved(60))) {
              throw new IllegalStateException("two masters");
            }
          }
        };
    assertThatThrownBy(() -> loop.run(broken)).isInstanceOf(IllegalStateException.class);
    assertThat(journal).hasSize(1);
    assertThat(journal.getFirst().lines()).hasSize(51);
    assertThat(journal.getFirst())
        .startsWith("ERROR stopped by java.lang.IllegalStateException: two masters")
        .contains("Saved[ticket=11]", "Saved[ticket=60]")
        .doesNotContain("Saved[ticket=10]");
  }

  private class Recorder implements Handler {
    final List<Event> handled = new ArrayList<>();
    private final int wanted;
    private final Moment wake;

    Recorder(int wanted, Duration wakeAfter) {
      this.wanted = wanted;
      this.wake = clock.now().plus(wakeAfter);
    }

    @Override
    public void handle(Event event) {
      handled.add(event);
    }

    @Override
    public Moment nextWake() {
      return wake;
    }

    @Override
    public boolean hasEnded() {
      return handled.size() >= wanted;
    }
  }
}
