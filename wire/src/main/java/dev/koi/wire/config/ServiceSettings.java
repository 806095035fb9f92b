package dev.koi.wire.config;

import java.time.Duration;
import java.util.List;

/** Section {@code service}. */
final class ServiceSettings {

  private static final Kind<Duration> TIMEOUT =
      new Kind.Span(Duration.ofMillis(1), Duration.ofHours(1000));

  static final Setting<String> FOLDER =
      Setting.of(
          "service.folder",
          new Kind.Text("folder"),
          "/etc/koi/services",
          "Where the services are.")
          .inPlace();

  static final Setting<String> WORKINGDIR =
      Setting.of(
          "service.workingdir",
          new Kind.Text("folder"),
          "/etc/koi/services",
          "Working directory of services that are a single script; a folder is its own.")
          .inPlace();

  static final Setting<Duration> START_TIMEOUT = timeout("start", "360s");
  static final Setting<Duration> STOP_TIMEOUT = timeout("stop", "360s");
  static final Setting<Duration> STATUS_TIMEOUT = timeout("status", "120s");
  static final Setting<Duration> PROMOTE_TIMEOUT = timeout("promote", "30s");

  static final Setting<Duration> DEMOTE_TIMEOUT =
      Setting.of(
          "service.demote_timeout",
          TIMEOUT,
          "30s",
          "How long a `demote` may take while the lease lives; once it is lost, lease_hard -"
              + " lease_soft.")
          .inPlace();

  static final Setting<Duration> FAILED_TIMEOUT = timeout("failed", "20s");

  static final Setting<Integer> AUTO_RECOVER =
      Setting.of(
          "service.auto_recover",
          new Kind.Whole(0, Integer.MAX_VALUE),
          "120",
          "Attempts before a failure is permanent; 0: none.")
          .inPlace();

  static final Setting<Integer> AUTO_RECOVER_WAIT_FACTOR =
      Setting.of(
          "service.auto_recover_wait_factor",
          new Kind.Whole(Integer.MIN_VALUE, Integer.MAX_VALUE),
          "1",
          "Wait before an attempt: time.auto_recover_time times this to the power of the failures;"
              + " brought into 1 to 8.")
          .inPlace();

  static final List<Setting<?>> ALL =
      List.of(
          FOLDER,
          WORKINGDIR,
          START_TIMEOUT,
          STOP_TIMEOUT,
          STATUS_TIMEOUT,
          PROMOTE_TIMEOUT,
          DEMOTE_TIMEOUT,
          FAILED_TIMEOUT,
          AUTO_RECOVER,
          AUTO_RECOVER_WAIT_FACTOR);

  private ServiceSettings() {}

  private static Setting<Duration> timeout(String action, String shown) {
    return Setting.of(
        "service." + action + "_timeout",
        TIMEOUT,
        shown,
            "How long a `" + action + "` may take; then it is ended and has failed.")
        .inPlace();
  }
}
