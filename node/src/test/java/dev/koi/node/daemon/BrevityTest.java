package dev.koi.node.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.core.message.GroupReport;
import dev.koi.core.message.Message;
import dev.koi.core.message.NodeState;
import dev.koi.core.message.ServiceReport;
import dev.koi.core.message.ServiceState;
import dev.koi.core.name.Epoch;
import dev.koi.core.name.GroupName;
import dev.koi.core.name.ServiceName;
import dev.koi.wire.datagram.MessageCodec;
import dev.koi.wire.frame.Frame;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BrevityTest {

  private static final String LONG = "ü".repeat(200);

  @Test
  void whatFitsStaysAsItIs() {
    List<ServiceReport> some = services(100, LONG);
    assertThat(Brevity.of(some)).isSameAs(some);
  }

  @Test
  void ofFiveHundredThatTalkOnlyTheFailedOnesAreQuoted() {
    List<ServiceReport> brief = Brevity.of(services(500, LONG));
    assertThat(brief).hasSize(500);
    assertThat(brief).filteredOn(ServiceReport::failed).allMatch(s -> LONG.equals(s.message()));
    assertThat(brief).filteredOn(s -> !s.failed()).allMatch(s -> s.message() == null);
  }

  @Test
  void whateverThereIsFitsIntoOneMessage() {
    for (int count : new int[] {400, 900, 5_000}) {
      for (String message : new String[] {"", "x", LONG}) {
        List<ServiceReport> brief = Brevity.of(services(count, message));
        GroupReport group =
            new GroupReport(
                GroupName.DEFAULT, NodeState.SLAVE, Epoch.NONE, Epoch.NONE, null, true, false, null,
                brief, List.of());
        byte[] encoded = MessageCodec.encode(new Message.Report(1, List.of(group)));
        assertThat(encoded.length).as(count + " " + message).isLessThan(Frame.MAX_MESSAGE);
        assertThat(brief).isNotEmpty();
      }
    }
  }

  @Test
  void whatIsLeftOutIsCountedAndFailedOnesStay() {
    List<ServiceReport> all = services(1_500, LONG);
    List<ServiceReport> brief = Brevity.of(all);
    assertThat(brief).filteredOn(ServiceReport::failed).hasSize(150);
    assertThat(brief.getLast().message())
        .isEqualTo(1_500 - brief.size() + " more services do not fit into the report");
  }

  /** Every tenth has failed. */
  private static List<ServiceReport> services(int count, String message) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                new ServiceReport(
                    new ServiceName("service-with-a-name-" + i), ServiceState.PROMOTED, null,
                    i % 10 == 0, message))
        .toList();
  }
}
