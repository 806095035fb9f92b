package dev.koi.wire.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatedTest {

  private static final String BASE = "cluster {\n  password a-long-password\n}\n";

  @Test
  void anotherWritingOfTheSameIsNoChange() {
    assertThat(changes("time {\n  status_interval 3s\n}\n", "time {\n  status_interval 3000\n}\n")).isEmpty();
    assertThat(changes("", "node {\n  port 42012\n  elector 1\n}\n")).isEmpty();
  }

  @Test
  void everyKeySaysWhatBecomesOfItsChange() {
    assertThat(
            changes(
                "",
                """
                node {
                  port 1
                  priority 3
                  maintenance true
                  last_resort reboot
                }
                time {
                  lease_hard 1700
                  elector_gone_time 1m
                }
                """))
        .containsExactlyInAnyOrder(
            new Changed("node.port", OnReload.RESTART),
            new Changed("node.priority", OnReload.IN_PLACE),
            new Changed("node.maintenance", OnReload.AT_START),
            new Changed("node.last_resort", OnReload.NOTHING),
            new Changed("time.lease_hard", OnReload.NEXT_GRANT),
            new Changed("time.elector_gone_time", OnReload.NOTHING));
  }

  @Test
  void aKeyThatIsNoLongerWrittenHasChangedToo() {
    assertThat(changes("time {\n  profile fast\n}\n", ""))
        .containsExactly(new Changed("time.profile", OnReload.NEXT_GRANT));
  }

  @Test
  void aFileWithAMistakeStatesNothing() {
    assertThat(Loader.parse("koi.conf", BASE + "node {\n  port x\n}\n").stated()).isNull();
  }

  private static List<Changed> changes(String before, String after) {
    Stated first = Loader.parse("koi.conf", BASE + before).stated();
    Stated second = Loader.parse("koi.conf", BASE + after).stated();
    assertThat(first).isNotNull();
    assertThat(second).isNotNull();
    return first == null || second == null ? List.of() : first.changesTo(second);
  }
}
