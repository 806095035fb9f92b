package dev.koi.wire.config;

import dev.koi.core.lease.Profile;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Section {@code time}. */
final class TimeSettings {

  private static final Kind<Duration> WAIT = new Kind.Span(Duration.ZERO, Duration.ofHours(1000));
  private static final Kind<Duration> LEASE =
      new Kind.Span(Duration.ofMillis(1), Duration.ofHours(1));

  static final Setting<Profile> PROFILE =
      Setting.of(
          "time.profile",
          new Kind.Choice<>(profiles()),
          "normal",
          "Values that were chosen together for the lease and the heartbeat.")
          .fromNextGrant();

  static final Setting<Duration> HEARTBEAT =
      Setting.optional(
              "time.heartbeat_interval",
              new Kind.Span(Duration.ofMillis(5), Duration.ofHours(1)),
              "of the profile",
              "How often a node says that it is there. Written by the original's name: lowered to"
                  + " the profile's when longer.")
          .alsoCalled("cluster_update_interval")
          .inPlace();

  static final Setting<Duration> RENEW =
      Setting.optional(
          "time.renew_interval",
          LEASE,
          "of the profile",
          "How often the holder of a group renews its lease.")
          .fromNextGrant();

  static final Setting<Duration> SOFT =
      Setting.optional(
          "time.lease_soft",
          LEASE,
          "of the profile",
          "A holder that is not answered for this long starts to demote; 3 renew_intervals at"
              + " least.")
          .fromNextGrant();

  static final Setting<Duration> HARD =
      Setting.optional(
          "time.lease_hard",
          LEASE,
          "of the profile",
          "What still runs this long after the last answer is cut; longer than lease_soft.")
          .fromNextGrant();

  static final Setting<Duration> BUDGET =
      Setting.optional(
          "time.guard_budget", LEASE, "of the profile", "How long such a cut may take.")
          .fromNextGrant();

  static final Setting<Duration> ELECTION =
      Setting.optional(
          "time.election_timeout",
          LEASE,
          "of the profile",
          "With `cluster.electors`: how long the voters miss their leader before they elect another"
              + " one, at least; each draws a time between this and two thirds more. 4"
              + " heartbeat_intervals at least.");

  static final Setting<Duration> STATUS_INTERVAL =
      Setting.optional(
          "time.status_interval",
          new Kind.Span(Duration.ofMillis(10), Duration.ofHours(24)),
          "of the profile",
          "How often `status` runs.")
          .inPlace();

  static final Setting<Duration> STARTUP_TOLERANCE =
      Setting.optional(
          "time.elector_startup_tolerance",
          WAIT,
          "no additional wait",
          "A new leader, or one that regained quorum, additionally leaves things as they are this"
              + " long.")
          .inPlace();

  static final Setting<Duration> INITIAL_PROMOTION_DELAY =
      Setting.optional(
          "time.initial_promotion_delay",
          WAIT,
          "no additional wait",
          "A freshly started elector additionally waits this long before it promotes anyone.")
          .inPlace();

  static final Setting<Duration> AUTO_RECOVER_TIME =
      Setting.of(
          "time.auto_recover_time", WAIT, "10s", "Wait before a node that failed tries again.")
          .inPlace();

  static final Setting<Duration> FAILCOUNT_RESET =
      Setting.of(
          "time.failcount_reset", WAIT, "30m", "Running this long resets the count of failures.")
          .inPlace();

  static final Setting<Duration> FAILURE_PROMOTION_TIMEOUT =
      Setting.of(
          "time.failure_promotion_timeout",
          WAIT,
          "60s",
          "A node that failed is not chosen this long, unless nobody else is left.")
          .inPlace();

  static final List<Setting<?>> ALL =
      List.of(
          PROFILE,
          HEARTBEAT,
          RENEW,
          SOFT,
          HARD,
          BUDGET,
          ELECTION,
          STATUS_INTERVAL,
          STARTUP_TOLERANCE,
          INITIAL_PROMOTION_DELAY,
          AUTO_RECOVER_TIME,
          FAILCOUNT_RESET,
          FAILURE_PROMOTION_TIMEOUT,
          idle("state_update_interval", "How often services were moved towards their target."),
          idle("elector_tick_interval", "How often the leader spoke to the runners."),
          idle("runner_tick_interval", "How often a runner spoke to the leader."),
          idle("elector_lost_time", "When a runner warned that the leader is lost."),
          idle("elector_gone_time", "When a runner demoted itself without a leader."),
          idle("quorum_demote_time", "When a runner demoted itself without quorum."),
          idle("mainloop_sleep_time", "How often the original's main loop ran."),
          idle("master_dead_time", "When the leader took a silent runner for disconnected."));

  private TimeSettings() {}

  private static Setting<Duration> idle(String key, String meaning) {
    return Setting.optional("time." + key, WAIT, "none", meaning).leaseDecides();
  }

  private static Map<String, Profile> profiles() {
    Map<String, Profile> profiles = new LinkedHashMap<>();
    for (Profile profile : List.of(Profile.FAST, Profile.NORMAL, Profile.WATCHDOG)) {
      profiles.put(profile.name(), profile);
    }
    return profiles;
  }
}
