package dev.koi.core.raft;

import dev.koi.core.name.MemberId;
import dev.koi.core.name.NodeName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** The members that tests play with: one letter each. */
final class Council {

  static final UUID CLUSTER = new UUID(0, 13);

  static final RaftSettings.Pace FAST =
      new RaftSettings.Pace(Duration.ofMillis(40), Duration.ofMillis(180), Duration.ofMillis(300));

  /** For chaos: the more elections a second, the more goes wrong. */
  static final RaftSettings.Pace QUICK =
      new RaftSettings.Pace(Duration.ofMillis(15), Duration.ofMillis(60), Duration.ofMillis(90));

  static final RaftSettings.Limits SMALL = new RaftSettings.Limits(200, 4, 3);

  private Council() {}

  static MemberId member(String letter) {
    return new MemberId(new NodeName(letter), new UUID(0, letter.charAt(0)));
  }

  static List<MemberId> list(String... letters) {
    return Stream.of(letters).map(Council::member).toList();
  }

  static Members voters(String... letters) {
    return Members.of(list(letters));
  }

  static RaftSettings settings(String letter, RaftSettings.Pace pace) {
    return new RaftSettings(CLUSTER, member(letter), pace, SMALL);
  }

  static Bytes bytes(String text) {
    return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  static String text(Bytes bytes) {
    return new String(bytes.toArray(), StandardCharsets.UTF_8);
  }
}
