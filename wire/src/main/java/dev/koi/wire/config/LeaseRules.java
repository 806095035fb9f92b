package dev.koi.wire.config;

import dev.koi.core.lease.Profile;
import dev.koi.core.lease.Timing;
import dev.koi.wire.info.Position;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** A profile with what the file overrides. Which values go together is {@link Timing}'s to say. */
final class LeaseRules {

  private static final List<Setting<Duration>> PARTS =
      List.of(TimeSettings.RENEW, TimeSettings.SOFT, TimeSettings.HARD, TimeSettings.BUDGET);

  private static final int HEARTBEATS_TO_MISS = 4;

  private final Values values;
  private final Problems problems;

  LeaseRules(Values values, Problems problems) {
    this.values = values;
    this.problems = problems;
  }

  Profile profile() {
    return values.get(TimeSettings.PROFILE);
  }

  Timing timing() {
    Timing preset = profile().lease();
    if (!values.areSound(PARTS) || !values.areSound(List.of(TimeSettings.PROFILE))) {
      return preset;
    }
    Duration renew = values.or(TimeSettings.RENEW, preset.renew());
    Duration soft = values.or(TimeSettings.SOFT, preset.soft());
    Duration hard = values.or(TimeSettings.HARD, preset.hard());
    Duration budget = values.or(TimeSettings.BUDGET, preset.budget());
    try {
      Timing lease = Timing.of(renew, soft, hard, budget);
      Duration device = preset.end().minus(preset.hard());
      return device.compareTo(preset.budget()) > 0 ? lease.withWatchdog(device) : lease;
    } catch (IllegalArgumentException e) {
      String rule = Objects.requireNonNullElse(e.getMessage(), "these values do not go together");
      problems.error(
          blame(rule),
          "section time: "
              + rule
              + ", but renew_interval is "
              + Durations.text(renew)
              + ", lease_soft "
              + Durations.text(soft)
              + ", lease_hard "
              + Durations.text(hard)
              + ", guard_budget "
              + Durations.text(budget)
              + " (profile "
              + profile().name()
              + ")");
      return preset;
    }
  }

  /** The written value that the rule names first, else the one written last. */
  private Position blame(String rule) {
    List<Written> written =
        values.all().stream().filter(value -> PARTS.contains(value.setting())).toList();
    return written.stream()
        .filter(value -> rule.contains(value.setting().key()))
        .min(Comparator.comparingInt(value -> rule.indexOf(value.setting().key())))
        .orElseGet(written::getLast)
        .valueAt();
  }

  /** A leader is missed only after more heartbeats than a network loses, or a process stands still. */
  Profile.Patience election(Duration heartbeat) {
    Written own = values.written(TimeSettings.ELECTION);
    Written blamed = own == null ? values.written(TimeSettings.HEARTBEAT) : own;
    Duration asked = values.find(TimeSettings.ELECTION);
    Profile.Patience election = asked == null ? profile().election() : Profile.Patience.of(asked);
    Duration least = heartbeat.multipliedBy(HEARTBEATS_TO_MISS);
    boolean counts = own != null || !values.get(ClusterSettings.ELECTORS).isEmpty();
    if (blamed != null && counts && election.shortest().compareTo(least) < 0) {
      problems.error(
          blamed.valueAt(),
          "section time: election_timeout must be "
              + HEARTBEATS_TO_MISS
              + " heartbeats at least, but is "
              + Durations.text(election.shortest())
              + ", heartbeat_interval "
              + Durations.text(heartbeat)
              + " (profile "
              + profile().name()
              + ")");
    }
    return election;
  }

  /** The original's name is in many files, with a second or more: too slow for a lease. */
  Duration heartbeat() {
    Duration preset = profile().heartbeat();
    Written written = values.written(TimeSettings.HEARTBEAT);
    Duration asked = values.or(TimeSettings.HEARTBEAT, preset);
    if (written == null || !written.isOtherName() || asked.compareTo(preset) <= 0) {
      return asked;
    }
    problems.warning(
        written.valueAt(),
        written.fullName()
            + " "
            + Durations.text(asked)
            + " is lowered to "
            + Durations.text(preset)
            + ", the heartbeat of profile "
            + profile().name()
            + "; time.heartbeat_interval sets another one");
    return preset;
  }
}
