package dev.koi.node.daemon;

import dev.koi.core.message.Action;
import dev.koi.core.name.GroupName;
import dev.koi.core.runner.RunnerSettings;
import dev.koi.wire.config.Configuration;
import java.time.Duration;
import java.util.Map;

/** What the configuration says about how the flat services folder is run. */
final class GroupSettings {

  private static final Duration KILL_GRACE = Duration.ofSeconds(1);

  private GroupSettings() {}

  static RunnerSettings of(Self self) {
    Configuration.Service service = self.configuration().service();
    Configuration.Time time = self.configuration().time();
    Map<Action, Duration> timeouts =
        Map.of(
            Action.START, service.startTimeout(),
            Action.STOP, service.stopTimeout(),
            Action.STATUS, service.statusTimeout(),
            Action.PROMOTE, service.promoteTimeout(),
            Action.DEMOTE, service.demoteTimeout(),
            Action.FAILED, service.failedTimeout());
    RunnerSettings.Recovery recovery =
        new RunnerSettings.Recovery(
            service.autoRecover(),
            time.autoRecoverTime(),
            service.autoRecoverWaitFactor(),
            time.failcountReset());
    Map<String, String> environment = Map.of("KOI_NODE", self.settings().name().text());
    return new RunnerSettings(
        GroupName.DEFAULT, timeouts, time.statusInterval(), recovery, KILL_GRACE, environment);
  }
}
