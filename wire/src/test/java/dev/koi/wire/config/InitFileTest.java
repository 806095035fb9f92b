package dev.koi.wire.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.core.lease.Profile;
import dev.koi.core.name.NodeName;
import dev.koi.wire.config.Configuration.Endpoint;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InitFileTest {

  private static final List<Endpoint> THREE =
      List.of(
          new Endpoint("127.0.0.1", 4001), new Endpoint("::1", 4002), new Endpoint("host", 4003));

  @Test
  void fileOfOneOfThreeNodesOnAMachineLoadsWithoutAProblem() {
    InitOptions options =
        new InitOptions(
            new NodeName("a"),
            true,
            true,
            4001,
            7,
            THREE,
            3,
            new InitOptions.Password("with \"quotes\" and ; \\"),
            Profile.FAST,
            new InitOptions.Folders("/tmp/a b/state", "/tmp/a/run", "/tmp/services"),
            false);
    Loaded loaded = Loader.parse("koi.conf", InitFile.render(options));
    assertThat(loaded.problems()).isEmpty();
    Configuration configuration = Objects.requireNonNull(loaded.configuration());
    assertThat(configuration.node().name()).isEqualTo(new NodeName("a"));
    assertThat(configuration.node().stateDir()).isEqualTo("/tmp/a b/state");
    assertThat(configuration.node().port()).isEqualTo(4001);
    assertThat(configuration.cluster().transport()).isEqualTo(THREE);
    assertThat(configuration.cluster().quorum()).isEqualTo(2);
    assertThat(configuration.cluster().password()).isEqualTo("with \"quotes\" and ; \\");
    assertThat(configuration.time().profile()).isEqualTo("fast");
    assertThat(InitFile.render(options)).doesNotContain("electors {").doesNotContain("last_resort");
  }

  @Test
  void quorumIsTheMajorityOfTheElectors() {
    InitOptions.Secret key = new InitOptions.KeyFilePath("/etc/koi/key");
    for (int nodes = 1; nodes <= 7; nodes++) {
      List<Endpoint> transport =
          IntStream.rangeClosed(1, nodes)
              .mapToObj(i -> new Endpoint("10.0.0." + i, 42012))
              .toList();
      Loaded loaded =
          Loader.parse("koi.conf", InitFile.render(InitOptions.of(null, transport, key)));
      assertThat(loaded.problems()).isEmpty();
      assertThat(Objects.requireNonNull(loaded.configuration()).cluster().quorum())
          .isEqualTo(nodes / 2 + 1);
    }
  }

  @Test
  void passwordThatEverybodyKnowsIsFoundInTheFile() {
    InitOptions options = InitOptions.of(null, THREE, new InitOptions.Password("secret"));
    assertThat(Loader.parse("koi.conf", InitFile.render(options)).configuration()).isNull();
  }
}
