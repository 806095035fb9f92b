package dev.koi.wire.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.core.lease.Profile;
import dev.koi.core.name.NodeName;
import dev.koi.wire.config.Configuration.Endpoint;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class InitFileTest {

  private static final List<Endpoint> THREE =
      List.of(
          new Endpoint("127.0.0.1", 4001), new Endpoint("::1", 4002), new Endpoint("host", 4003));

  private static final InitOptions.Secret KEY = new InitOptions.KeyFilePath("/etc/koi/key");

  private static InitOptions options(
      List<Endpoint> transport, InitOptions.Voters voters, InitOptions.Secret secret) {
    return new InitOptions(
        new NodeName("a"),
        true,
        true,
        4001,
        7,
        transport,
        voters,
        secret,
        Profile.FAST,
        new InitOptions.Folders("/tmp/a b/state", "/tmp/a/run", "/tmp/services"),
        false);
  }

  private static InitOptions.Named named(String... names) {
    return new InitOptions.Named(Stream.of(names).map(NodeName::new).toList());
  }

  @Test
  void fileOfOneOfThreeNodesOnAMachineLoadsWithoutAProblem() {
    InitOptions options =
        options(THREE, named("a", "b", "c"), new InitOptions.Password("with \"quotes\" and ; \\"));
    Loaded loaded = Loader.parse("koi.conf", InitFile.render(options));
    assertThat(loaded.problems()).isEmpty();
    Configuration configuration = Objects.requireNonNull(loaded.configuration());
    assertThat(configuration.node().name()).isEqualTo(new NodeName("a"));
    assertThat(configuration.node().stateDir()).isEqualTo("/tmp/a b/state");
    assertThat(configuration.node().port()).isEqualTo(4001);
    assertThat(configuration.cluster().transport()).isEqualTo(THREE);
    assertThat(configuration.cluster().electors())
        .containsExactly(new NodeName("a"), new NodeName("b"), new NodeName("c"));
    assertThat(configuration.cluster().password()).isEqualTo("with \"quotes\" and ; \\");
    assertThat(configuration.time().profile()).isEqualTo("fast");
    assertThat(InitFile.render(options)).doesNotContain("electors {").doesNotContain("last_resort");
  }

  @Test
  void withoutNamesTheQuorumIsTheMajorityOfTheElectors() {
    for (int nodes = 1; nodes <= 7; nodes++) {
      List<Endpoint> transport =
          IntStream.rangeClosed(1, nodes)
              .mapToObj(i -> new Endpoint("10.0.0." + i, 42012))
              .toList();
      InitOptions options = options(transport, new InitOptions.Counted(nodes), KEY);
      Loaded loaded = Loader.parse("koi.conf", InitFile.render(options));
      assertThat(loaded.problems()).isEmpty();
      Configuration configuration = Objects.requireNonNull(loaded.configuration());
      assertThat(configuration.cluster().quorum()).isEqualTo(nodes / 2 + 1);
      assertThat(configuration.cluster().hasStore()).isFalse();
    }
  }

  @Test
  void twoElectorsAreWarnedAboutInTheFileAndByTheCheck() {
    String text = InitFile.render(options(THREE.subList(0, 2), named("a", "b"), KEY));
    assertThat(text).contains("; Of two both are needed");
    assertThat(Loader.parse("koi.conf", text).problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.text()).contains("A witness"));
    assertThat(InitFile.render(options(THREE, named("a", "b", "c"), KEY))).doesNotContain("Of two");
  }

  @Test
  void passwordThatEverybodyKnowsIsFoundInTheFile() {
    InitOptions options = options(THREE, named("a"), new InitOptions.Password("secret"));
    assertThat(Loader.parse("koi.conf", InitFile.render(options)).configuration()).isNull();
  }
}
