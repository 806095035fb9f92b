package dev.koi.core.founding;

import dev.koi.core.name.MemberId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an elector without a cluster keeps on its disk, and has there before it tells anyone.
 *
 * @param self its name, and an id that was drawn when there was no journal
 * @param founders with whom it would found a cluster, itself included, in order; empty while it hears too
 *     few
 */
public record Draft(MemberId self, List<MemberId> founders) {

  public Draft {
    founders = founders.stream().sorted().toList();
  }

  /** Nothing is proposed yet. */
  public static Draft of(MemberId self) {
    return new Draft(self, List.of());
  }

  Draft with(List<MemberId> others) {
    return new Draft(self, others);
  }

  /** Which cluster that would be; null if none. */
  public @Nullable UUID cluster() {
    return founders.isEmpty() ? null : cluster(founders);
  }

  /**
   * The same founders make the same cluster, whoever reckons it, and any other founders another one. Since
   * each of the ids was drawn, nobody meets it by chance.
   */
  static UUID cluster(List<MemberId> founders) {
    StringBuilder text = new StringBuilder("koi founders");
    founders.stream().sorted().forEach(founder -> text.append('\n').append(founder));
    return UUID.nameUUIDFromBytes(text.toString().getBytes(StandardCharsets.UTF_8));
  }
}
