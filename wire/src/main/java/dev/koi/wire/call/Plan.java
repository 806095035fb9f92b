package dev.koi.wire.call;

import dev.koi.core.message.Message.Ask;
import dev.koi.core.time.Moment;
import dev.koi.wire.seal.Start;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * What is asked, where, and for how long.
 *
 * @param self drawn for this call alone
 * @param ask its number drawn for this call alone, too
 * @param once whether it is an order, which nobody else is asked when someone may have done it
 * @param places in the order of preference
 */
public record Plan(
    int cluster, Start self, Ask ask, boolean once, List<InetSocketAddress> places, Times times) {

  /**
   * How long it may take.
   *
   * @param reach until someone proves to be there, and how long whoever was asked may be silent
   * @param patience until the answer is there
   */
  public record Times(Moment begin, Duration reach, Duration patience) {}

  public Plan {
    places = List.copyOf(places);
  }
}
