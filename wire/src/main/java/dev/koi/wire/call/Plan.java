package dev.koi.wire.call;

import dev.koi.core.message.Message.Ask;
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
   * How long it may take, from the first {@link Call#due} on: a cold start of the cryptography
   * before that can take longer than people who are in a hurry allow.
   *
   * @param reach until someone proves to be there, and how long whoever was asked may be silent
   * @param patience until the answer is there
   */
  public record Times(Duration reach, Duration patience) {}

  public Plan {
    places = List.copyOf(places);
  }
}
