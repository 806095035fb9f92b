package dev.koi.node.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.koi.core.time.Moment;
import dev.koi.node.port.Event;
import dev.koi.node.port.Handler;
import dev.koi.node.port.Journal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LoopTest {

  private static final Duration LONG = Duration.ofHours(1);

  private final RealClock clock = new RealClock();
  private final List<String> journal = new ArrayList<>();
  private final Journal write = (level, text) -> journal.add(level + " " + text);
  private final Loop loop = new Loop(clock, write);
  private final Nap nap = new Nap();

  @Test
  void eventsAreHandledInTheOrderOfTheirPosting() throws InterruptedException {
    Recorder recorder = new Recorder(4, LONG);
    for (long i = 0; i < 4; i++) {
      loop.accept(new Event.Saved(i));
    }
    loop.run(recorder, nap);
    assertThat(recorder.handled)
        .containsExactly(new Event.Saved(0), new Event.Saved(1), new Event.Saved(2), new Event.Saved(3));
  }

  @Test
  void itSaysWhetherAnotherEventWaitsAlready() throws InterruptedException {
    Recorder recorder = new Recorder(3, LONG);
    for (long i = 0; i < 3; i++) {
      loop.accept(new Event.Saved(i));
    }
    loop.run(recorder, nap);
    assertThat(recorder.followed).containsExactly(true, true, false);
  }

  @Test
  void whatIsPutOffForTheNextEventIsNotPutOffForEver() throws InterruptedException {
    Recorder recorder = new Recorder(100, LONG);
    for (long i = 0; i < 200; i++) {
      loop.accept(new Event.Saved(i));
    }
    loop.run(recorder, nap);
    assertThat(recorder.followed.indexOf(false)).isEqualTo(64);
  }

  @Test
  void aTickPutsNothingOff() throws InterruptedException {
    Recorder recorder = new Recorder(1, Duration.ofMillis(-1));
    loop.accept(new Event.Saved(1));
    loop.run(recorder, nap);
    assertThat(recorder.followed).containsExactly(false);
  }

  @Test
  void itWakesAtTheAskedMomentAndNotBefore() throws InterruptedException {
    Moment begun = clock.now();
    Recorder recorder = new Recorder(1, Duration.ofMillis(20));
    loop.run(recorder, nap);
    assertThat(recorder.handled).containsExactly(new Event.Tick());
    assertThat(clock.now().since(begun)).isGreaterThanOrEqualTo(Duration.ofMillis(20));
  }

  @Test
  void aMomentThatHasPassedComesBeforeWaitingEvents() throws InterruptedException {
    Recorder recorder = new Recorder(1, Duration.ofMillis(-1));
    loop.accept(new Event.Saved(1));
    loop.run(recorder, nap);
    assertThat(recorder.handled).containsExactly(new Event.Tick());
  }

  @Test
  void whatAnotherThreadPostsEndsTheSleep() throws InterruptedException {
    Recorder recorder = new Recorder(1, LONG);
    Thread.ofVirtual().start(() -> loop.accept(new Event.Saved(1)));
    loop.run(recorder, nap);
    assertThat(recorder.handled).containsExactly(new Event.Saved(1));
  }

  @Test
  void whatTheSleepItselfPostsIsHandledNext() throws InterruptedException {
    Recorder recorder = new Recorder(1, LONG);
    loop.run(
        recorder,
        new Nap() {
          @Override
          public void await(long nanos) {
            loop.accept(new Event.Saved(2));
          }
        });
    assertThat(recorder.handled).containsExactly(new Event.Saved(2));
  }

  @Test
  void aBrokenHandlerStopsItWithTheLastFiftyEventsWrittenDown() {
    for (long i = 1; i <= 60; i++) {
      loop.accept(new Event.Saved(i));
    }
    Handler broken =
        new Recorder(100, LONG) {
          @Override
          public void handle(Event event, boolean more) {
            super.handle(event, more);
            if (event.equals(new Event.Saved(60))) {
              throw new IllegalStateException("two masters");
            }
          }
        };
    assertThatThrownBy(() -> loop.run(broken, nap)).isInstanceOf(IllegalStateException.class);
    assertThat(journal).hasSize(1);
    assertThat(journal.getFirst().lines()).hasSize(51);
    assertThat(journal.getFirst())
        .startsWith("ERROR stopped by java.lang.IllegalStateException: two masters")
        .contains("Saved[ticket=11]", "Saved[ticket=60]")
        .doesNotContain("Saved[ticket=10]");
  }

  private static class Nap implements Loop.Sleep {
    private final Semaphore ended = new Semaphore(0);

    @Override
    public void await(long nanos) {
      try {
        if (ended.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
          ended.drainPermits();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void end() {
      ended.release();
    }
  }

  private class Recorder implements Handler {
    final List<Event> handled = new ArrayList<>();
    final List<Boolean> followed = new ArrayList<>();
    private final int wanted;
    private final Moment wake;

    Recorder(int wanted, Duration wakeAfter) {
      this.wanted = wanted;
      this.wake = clock.now().plus(wakeAfter);
    }

    @Override
    public void handle(Event event, boolean more) {
      handled.add(event);
      followed.add(more);
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
