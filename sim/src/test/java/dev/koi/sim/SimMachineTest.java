package dev.koi.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.node.port.Disk;
import dev.koi.node.port.Event;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Disk, network and the life of a daemon on a machine. */
class SimMachineTest {

  private static final Duration LONG = Duration.ofSeconds(5);
  private static final byte[] OLD = {1};
  private static final byte[] NEW = {2};

  private final Bench bench = new Bench(false);

  @Test
  void aSaveIsDurableWhenItIsReportedAndNotBefore() throws IOException {
    Disk disk = bench.onA().ports.disk();
    disk.save("state", OLD, 1);
    assertThat(disk.read("state")).isNull();
    bench.pass(LONG);
    assertThat(bench.onA().of(Event.Saved.class)).containsExactly(new Event.Saved(1));
    bench.a().crash();
    restart();
    assertThat(bench.latest().ports.disk().read("state")).isEqualTo(OLD);
  }

  @Test
  void savesEndInTheirOrder() {
    for (long ticket = 1; ticket <= 20; ticket++) {
      bench.onA().ports.disk().save("state", NEW, ticket);
    }
    bench.pass(LONG);
    assertThat(bench.onA().of(Event.Saved.class).stream().map(Event.Saved::ticket)).isSorted().hasSize(20);
  }

  @Test
  void aCrashTakesWhatWasBehindTheSaveThatWasUnderWay() throws IOException {
    bench.onA().ports.disk().save("first", OLD, 1);
    bench.onA().ports.disk().save("second", OLD, 2);
    bench.a().crash();
    bench.pass(LONG);
    restart();
    assertThat(bench.latest().ports.disk().read("second")).isNull();
    assertThat(bench.onA().of(Event.Saved.class)).isEmpty();
  }

  @Test
  void aDatagramArrivesFromTheAddressOfItsSender() {
    sendToB();
    bench.pass(LONG);
    assertThat(bench.onB().of(Event.Arrived.class))
        .singleElement()
        .satisfies(a -> assertThat(a.from()).isEqualTo(bench.network.transport().getFirst()));
  }

  @Test
  void aOneWayCutLosesOneDirectionOnly() {
    bench.network.cut(0, 1, 0, true);
    sendToB();
    bench.onB().ports.datagrams().send(bench.network.transport().getFirst(), NEW);
    bench.pass(LONG);
    assertThat(bench.onB().of(Event.Arrived.class)).isEmpty();
    assertThat(bench.onA().of(Event.Arrived.class)).hasSize(1);

    bench.network.heal();
    sendToB();
    bench.pass(LONG);
    assertThat(bench.onB().of(Event.Arrived.class)).hasSize(1);
  }

  @Test
  void whatReachesAPausedDaemonWaits() {
    bench.nodes.get(1).pause();
    sendToB();
    bench.pass(LONG);
    assertThat(bench.onB().of(Event.Arrived.class)).isEmpty();
    bench.nodes.get(1).resume();
    assertThat(bench.onB().of(Event.Arrived.class)).hasSize(1);
  }

  @Test
  void aRestartedDaemonOfTheSameBootHasTheSameBootId() {
    bench.a().killDaemon();
    bench.a().startDaemon();
    assertThat(bench.latest().settings.boot()).isEqualTo(bench.onA().settings.boot());
    bench.a().crash();
    restart();
    assertThat(bench.latest().settings.boot()).isNotEqualTo(bench.onA().settings.boot());
  }

  private void sendToB() {
    InetSocketAddress b = bench.network.transport().get(1);
    bench.onA().ports.datagrams().send(b, NEW);
  }

  private void restart() {
    bench.a().powerOn();
    bench.a().startDaemon();
  }
}
