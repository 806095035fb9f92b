package dev.koi.wire.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.core.name.NodeName;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a file says of a store, and what of it makes no sense. */
class StoreSettingsTest {

  private static final String PASSWORD = "cluster { password a-long-password }\n";

  @Test
  void whoListsElectorsNeedsNoQuorum() {
    Loaded loaded = Loader.parse("c", PASSWORD + "cluster { electors \"a b c\" quorum 1 }");
    assertThat(configuration(loaded).cluster().electors())
        .containsExactly(new NodeName("a"), new NodeName("b"), new NodeName("c"));
    assertThat(warnings(loaded)).singleElement().asString().contains("cluster.quorum is ignored");
  }

  @Test
  void electorsThatMakeNoSenseAreTold() {
    assertThat(Loader.parse("c", PASSWORD + "cluster { electors \"a b a\" }").configuration())
        .isNull();
    String idle = "cluster { electors \"a b c\" }\nnode { name b\nelector false }";
    assertThat(Loader.parse("c", PASSWORD + idle).problems())
        .anyMatch(p -> p.toString().contains("error: cluster.electors lists b, this node"));
    String outside = "cluster { electors \"a b c\" }\nnode { name d }";
    assertThat(warnings(Loader.parse("c", PASSWORD + outside)))
        .anyMatch(w -> w.contains("does not list d, this node"));
    assertThat(warnings(Loader.parse("c", PASSWORD + outside + "\nnode { elector false }")))
        .noneMatch(w -> w.contains("does not list"));
    assertThat(warnings(Loader.parse("c", PASSWORD + "cluster { electors \"a b\" }")))
        .anyMatch(w -> w.contains("of two electors both are needed"));
  }

  @Test
  void aLeaderIsMissedAfterFourHeartbeatsAtLeast() {
    String store = "cluster { electors a }\n";
    Loaded own = Loader.parse("c", PASSWORD + store + "time { election_timeout 500 }");
    assertThat(configuration(own).time().election().shortest()).isEqualTo(Duration.ofMillis(500));
    assertThat(configuration(own).time().election().longest().toMillis()).isEqualTo(833);
    assertThat(
            Loader.parse("c", PASSWORD + store + "time { election_timeout 199 }").configuration())
        .isNull();
    assertThat(
            Loader.parse("c", PASSWORD + store + "time { heartbeat_interval 100 }").configuration())
        .isNull();
    assertThat(Loader.parse("c", PASSWORD + "time { heartbeat_interval 100 }").configuration())
        .as("under Bully the heartbeat alone says when a leader is missed")
        .isNotNull();
  }

  private static Configuration configuration(Loaded loaded) {
    Configuration configuration = loaded.configuration();
    if (configuration == null) {
      throw new AssertionError("errors: " + loaded.problems());
    }
    return configuration;
  }

  private static List<String> warnings(Loaded loaded) {
    var texts = loaded.problems().stream().map(Problem::toString);
    return texts.filter(p -> p.contains(" warning: ")).toList();
  }
}
