package dev.koi.wire.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.core.lease.Profile;
import dev.koi.core.name.GroupName;
import dev.koi.core.name.NodeName;
import dev.koi.wire.config.Configuration.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoaderTest {

  private static final String PASSWORD = "cluster { password a-long-password }\n";

  @Test
  void theGuidesTwoNodeConfigurationWorksAsItIs() {
    Loaded loaded =
        Loader.parse(
            "koi.conf",
            """
                cluster {
                  password devpass
                  transport "192.168.1.2, 192.168.1.3"
                }
            """);
    Configuration configuration = configuration(loaded);
    assertThat(configuration.cluster().password()).isEqualTo("devpass");
    assertThat(configuration.cluster().transport())
        .containsExactly(new Endpoint("192.168.1.2", 42012), new Endpoint("192.168.1.3", 42012));
    assertThat(configuration.time().lease()).isEqualTo(Profile.NORMAL.lease());
    assertThat(loaded.problems())
        .map(Problem::toString)
        .satisfiesExactly(
            p ->
                assertThat(p)
                    .startsWith("koi.conf:2:16: warning: cluster.password has fewer than 12"),
            p -> assertThat(p).startsWith("koi.conf:3:17: warning: two masters are possible"));
  }

  @Test
  void threeNodesWithQuorumTwoGiveNoWarning() {
    Loaded loaded =
        Loader.parse(
            "koi.conf",
            """
            node { runner true }
            cluster {
              password "a long password"
              quorum 2
              transport "10.0.0.1;10.0.0.2:4000 [fe80::1%eth0]:5000"
            }
            """);
    assertThat(loaded.problems()).isEmpty();
    assertThat(configuration(loaded).cluster().transport())
        .containsExactly(
            new Endpoint("10.0.0.1", 42012), new Endpoint("10.0.0.2", 4000),
            new Endpoint("fe80::1%eth0", 5000));
  }

  @Test
  void runnerOnlyAndElectorOnlyNodesAreLegal() {
    Configuration runner =
        configuration(Loader.parse("c", PASSWORD + "node { elector false runner true }"));
    assertThat(runner.node().elector()).isFalse();
    assertThat(runner.node().runner()).isTrue();
    Configuration elector =
        configuration(Loader.parse("c", PASSWORD + "node {\n elector 1\n runner 0\n}"));
    assertThat(elector.node().elector()).isTrue();
    assertThat(elector.node().runner()).isFalse();
  }

  @Test
  void twentyMistakesAreTwentyErrors() {
    Loaded loaded =
        Loader.parse(
            "koi.conf",
            """
            node {
              elector maybe
              runner TRUE
              port 70000
              loglevel chatty
              name "two words"
              priority high
              state_dir
              maintenance "
            }
            cluster {
              id 0
              quorum two
              password secret
              transport 10.0.0.300
            }
            service {
              start_timeout 5d
              stop_timeout 0
              status_timeout -1s
              auto_recover -1
            }
            time {
              status_interval 1.5s
              lease_soft 2h
              heartbeat_interval 99999999999h
            }
            watchdog
            """);
    assertThat(loaded.configuration()).isNull();
    assertThat(loaded.problems())
        .filteredOn(p -> p.severity() == Severity.ERROR)
        .map(Problem::line)
        .containsExactly(2, 3, 4, 5, 6, 7, 8, 9, 12, 13, 14, 15, 18, 19, 20, 21, 24, 25, 26, 28);
    assertThat(loaded.problems()).hasSize(20);
    assertThat(loaded.problems().get(2))
        .hasToString(
            "koi.conf:4:8: error: node.port: expected a whole number from 1 to 65535, not '70000'");
    assertThat(loaded.problems().get(6).text()).contains("there is no value");
  }

  @Test
  void sectionWhereAValueIsExpectedAndTheReverseAreErrors() {
    assertThat(Loader.parse("c", PASSWORD + "node { port { } }\ntime fast").problems())
        .filteredOn(p -> p.severity() == Severity.ERROR)
        .map(Problem::text)
        .containsExactly(
            "node.port is a value, not a section", "time is a section: expected '{' behind it");
  }

  @Test
  void noTextOfAConfigurationShowsThePassword() {
    Configuration configuration = configuration(Loader.parse("c", PASSWORD));
    assertThat(configuration.toString()).doesNotContain("a-long-password").contains("quorum=0");
    assertThat(Loader.parse("c", "cluster { password hush hushhush }").problems().toString())
        .doesNotContain("hush");
  }

  @Test
  void unknownKeyIsAWarningWithTheClosestKnownOne() {
    Loaded loaded =
        Loader.parse(
            "c",
            PASSWORD
                + "node {\n"
                + " prot 1\n"
                + " quorum 2\n"
                + " flarp 3\n"
                + "}\n"
                + "clutser { x 1 }\n"
                + "port 5\n"
                + "node.port 5\n");
    assertThat(configuration(loaded).node().port()).isEqualTo(42012);
    assertThat(warnings(loaded))
        .contains(
            "c:3:2: warning: unknown key 'node.prot': ignored; did you mean node.port?",
            "c:4:2: warning: unknown key 'node.quorum': ignored; did you mean cluster.quorum?",
            "c:5:2: warning: unknown key 'node.flarp': ignored",
            "c:7:1: warning: unknown section 'clutser': ignored; did you mean cluster?",
            "c:8:1: warning: unknown key 'port' outside of all sections: ignored; did you mean"
                + " node.port?",
            "c:9:1: warning: unknown key 'node.port' outside of all sections: ignored; did you mean"
                + " node.port?");
  }

  @Test
  void unquotedListIsAnErrorSinceItsRestWouldBeLost() {
    Loaded loaded = Loader.parse("c", PASSWORD + "cluster { transport 10.0.0.1, 10.0.0.2 }");
    assertThat(loaded.configuration()).isNull();
    assertThat(loaded.problems())
        .map(Problem::toString)
        .contains(
            "c:2:31: error: another word behind the value of transport, which is no key:"
                + " a value of several words needs quotes");
  }

  @Test
  void sectionsMergeAndTheLaterKeyWinsWithAWarningInTheSameFile(@TempDir Path folder)
      throws IOException {
    Path first = folder.resolve("first.conf");
    Path second = folder.resolve("second.conf");
    Files.writeString(first, PASSWORD + "node { port 1 priority 7 }\nnode { port 2 }");
    Files.writeString(second, "node { port 3 }");
    Loaded one = Loader.load(List.of(first));
    assertThat(configuration(one).node().port()).isEqualTo(2);
    assertThat(configuration(one).node().priority()).isEqualTo(7);
    assertThat(warnings(one))
        .contains(first + ":3:8: warning: node.port stands in line 2 too: this one counts");
    Loaded both = Loader.load(List.of(first, second));
    assertThat(configuration(both).node().port()).isEqualTo(3);
    assertThat(warnings(both)).noneMatch(w -> w.startsWith(second.toString()));
  }

  @Test
  void invalidValueIsAnErrorEvenWhereALaterFileOverridesIt() {
    assertThat(Loader.parse("c", PASSWORD + "node { port x }\nnode { port 2 }").configuration())
        .isNull();
  }

  @Test
  void missingSecretAndTheWellKnownOneAreErrors() {
    assertThat(Loader.parse("c", "").problems())
        .map(Problem::toString)
        .anyMatch(
            p -> p.startsWith("c:1:1: error: cluster.password or cluster.keyfile is missing"));
    assertThat(Loader.parse("c", "cluster { password secret }").configuration()).isNull();
  }

  @Test
  void keyFileBeatsThePassword() {
    Loaded loaded = Loader.parse("c", "cluster { password secret keyfile /etc/koi/key }");
    assertThat(configuration(loaded).cluster().password()).isNull();
    assertThat(configuration(loaded).cluster().keyfile()).isEqualTo("/etc/koi/key");
    assertThat(warnings(loaded)).anyMatch(w -> w.contains("cluster.password is ignored"));
  }

  @Test
  void keysThatTheLeaseReplacedGiveOneWarning() {
    Loaded loaded =
        Loader.parse(
            "c",
            PASSWORD
                + "time {\n"
                + " master_dead_time 5s\n"
                + " elector_gone_time 8m\n"
                + " runner_tick_interval 1s\n"
                + "}");
    assertThat(warnings(loaded))
        .filteredOn(w -> w.contains("the lease decides"))
        .singleElement()
        .satisfies(
            w ->
                assertThat(w)
                    .startsWith("c:3:2: warning: time.master_dead_time, time.elector_gone_time,"));
  }

  @Test
  void slowHeartbeatOfTheOriginalIsLoweredAndAShorterOneObeyed() {
    Loaded slow = Loader.parse("c", PASSWORD + "time { cluster_update_interval 1s }");
    assertThat(configuration(slow).time().heartbeat()).isEqualTo(Duration.ofMillis(50));
    assertThat(warnings(slow)).filteredOn(w -> w.contains("lowered to 50ms")).hasSize(1);
    Loaded quick = Loader.parse("c", PASSWORD + "time { cluster_update_interval 20 }");
    assertThat(configuration(quick).time().heartbeat()).isEqualTo(Duration.ofMillis(20));
    Loaded both =
        Loader.parse("c", PASSWORD + "time { heartbeat_interval 70 cluster_update_interval 1s }");
    assertThat(configuration(both).time().heartbeat()).isEqualTo(Duration.ofMillis(70));
    assertThat(warnings(both))
        .anyMatch(w -> w.contains("is another name of time.heartbeat_interval"));
  }

  @Test
  void profileSetsTheLeaseAndKeysOverrideIt() {
    Configuration fast =
        configuration(Loader.parse("c", PASSWORD + "time { profile fast lease_hard 600 }"));
    assertThat(fast.time().lease().hard()).isEqualTo(Duration.ofMillis(600));
    assertThat(fast.time().lease().end()).isEqualTo(Duration.ofMillis(850));
    assertThat(fast.time().statusInterval()).isEqualTo(Duration.ofSeconds(1));
    Configuration watchdog =
        configuration(Loader.parse("c", PASSWORD + "time { profile watchdog }"));
    assertThat(watchdog.time().lease()).isEqualTo(Profile.WATCHDOG.lease());
  }

  @Test
  void leaseValuesThatDoNotGoTogetherAreAnErrorAtTheValueToBlame() {
    Loaded loaded =
        Loader.parse("c", PASSWORD + "time {\n renew_interval 300ms\n lease_hard 2s\n}");
    assertThat(loaded.configuration()).isNull();
    assertThat(loaded.problems())
        .map(Problem::toString)
        .anyMatch(
            p ->
                p.startsWith(
                    "c:3:17: error: section time: lease_soft must be at least 3 renew_intervals"));
    assertThat(
            Loader.parse("c", PASSWORD + "time {\n lease_soft 700\n lease_hard 700\n}").problems())
        .map(Problem::toString)
        .anyMatch(p -> p.startsWith("c:4:13: error: section time: lease_hard must be longer"));
  }

  @Test
  void waitFactorIsBroughtIntoItsRangeWithAWarning() {
    Loaded loaded = Loader.parse("c", PASSWORD + "service { auto_recover_wait_factor 99 }");
    assertThat(configuration(loaded).service().autoRecoverWaitFactor()).isEqualTo(8);
    assertThat(warnings(loaded)).anyMatch(w -> w.contains("99 is outside 1 to 8: 8 is taken"));
  }

  @Test
  void multicastGroupsStandBesideAddressesAndMayNameAnInterface() {
    Loaded loaded =
        Loader.parse(
            "c",
            "cluster { password a-long-password quorum 2 transport"
                + " \"239.192.0.13%eth0, 10.0.0.3, [ff05::13]:5000\" }");
    assertThat(configuration(loaded).cluster().transport())
        .containsExactly(
            new Endpoint("239.192.0.13%eth0", 42012, true),
            new Endpoint("10.0.0.3", 42012),
            new Endpoint("ff05::13", 5000, true));
    assertThat(warnings(loaded)).isEmpty();
  }

  @Test
  void whoIsFoundByMulticastMayBeAnyNumberAndNeedsAQuorum() {
    String alone = "cluster { password a-long-password transport 239.192.0.13 quorum ";
    assertThat(warnings(Loader.parse("c", alone + "5 }"))).isEmpty();
    assertThat(warnings(Loader.parse("c", alone + "1 }"))).singleElement().asString()
        .contains("two masters are possible", "a cluster.quorum of 1", "multicast finds any number");
  }

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

  @Test
  void quorumThatCannotBeReachedOrIsNoMajorityIsAWarning() {
    String three =
        "cluster { password a-long-password transport \"10.0.0.1 10.0.0.2 10.0.0.3\" quorum ";
    assertThat(warnings(Loader.parse("c", three + "4 }")))
        .anyMatch(w -> w.contains("never reached"));
    assertThat(warnings(Loader.parse("c", three + "1 }")))
        .anyMatch(w -> w.contains("two masters are possible"));
    Loaded negative = Loader.parse("c", three + "-1 }");
    assertThat(configuration(negative).cluster().quorum()).isZero();
    assertThat(warnings(negative)).anyMatch(w -> w.contains("two masters are possible"));
    assertThat(warnings(Loader.parse("c", PASSWORD))).anyMatch(w -> w.contains("lists no address"));
  }

  @Test
  void onlyTheDefaultGroupRunsAndAClassThatCannotHoldIsRefused() {
    Loaded several =
        Loader.parse("c", PASSWORD + "group web { folder /srv/web }\ngroup default { prefer a }");
    assertThat(configuration(several).groups())
        .containsExactly(new GroupName("web"), GroupName.DEFAULT);
    assertThat(warnings(several))
        .anyMatch(w -> w.startsWith("c:2:1: warning: group web is not run"))
        .anyMatch(w -> w.startsWith("c:3:17: warning: group.prefer of group default"));
    assertThat(Loader.parse("c", PASSWORD + "group default { class fence }").configuration())
        .isNull();
    assertThat(Loader.parse("c", PASSWORD + "group { type run }").configuration()).isNull();
    assertThat(
            Loader.parse("c", PASSWORD + "group web { type x failback \"after soon\" }").problems())
        .filteredOn(p -> p.severity() == Severity.ERROR)
        .hasSize(2);
  }

  @Test
  void keysOfPartsThatAreNotThereYetAreCheckedAndGiveOneWarning() {
    String parts =
        "api { listen 10.0.0.1:80 }\nfence { command x }\nnode { last_resort reboot }";
    Loaded loaded = Loader.parse("c", PASSWORD + parts);
    assertThat(warnings(loaded))
        .filteredOn(w -> w.contains("changes nothing in this version"))
        .singleElement()
        .satisfies(
            w -> assertThat(w).contains("api.listen, fence.command, node.last_resort"));
    assertThat(Loader.parse("c", PASSWORD + "store { snapshot_period none }").configuration())
        .isNull();
  }

  @Test
  void withoutAFileTheErrorSaysWhereWasLooked(@TempDir Path folder) throws IOException {
    Loaded loaded = Loader.load(List.of());
    assertThat(loaded.configuration()).isNull();
    assertThat(loaded.problems())
        .singleElement()
        .satisfies(p -> assertThat(p.toString()).contains("./koi.conf and /etc/koi/koi.conf"));
    Path here = folder.resolve("koi.conf");
    Path there = Files.createFile(folder.resolve("other.conf"));
    assertThat(Loader.firstThatExists(List.of(here, there))).containsExactly(there);
    Files.createFile(here);
    assertThat(Loader.firstThatExists(List.of(here, there))).containsExactly(here);
  }

  @Test
  void fileThatIsNotThereIsOneError(@TempDir Path folder) {
    assertThat(Loader.load(List.of(folder.resolve("none"))).problems())
        .filteredOn(p -> p.severity() == Severity.ERROR)
        .singleElement()
        .satisfies(p -> assertThat(p.text()).endsWith("no such file"));
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
