package dev.koi.cli;

import dev.koi.wire.api.Refusal;
import dev.koi.wire.api.Response;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The question before what cannot be taken back. */
final class Consent {

  private Consent() {}

  /**
   * Asks a person on a terminal; elsewhere {@code --yes} has to say so beforehand.
   *
   * @return null: it may be done
   */
  static @Nullable Response refusal(String question, Options options, World world) {
    if (options.yes) {
      return null;
    }
    if (!world.in().terminal().getAsBoolean()) {
      return Response.refused(
          Refusal.MALFORMED, "needs --yes where nobody can be asked (" + question + ")");
    }
    world.err().print(question + " [y/N] ");
    world.err().flush();
    try {
      String answer = world.in().line().strip().toLowerCase(Locale.ROOT);
      return answer.equals("y") || answer.equals("yes")
          ? null
          : Response.refused(Refusal.FAILED, "nothing is changed");
    } catch (IOException e) {
      return Response.refused(Refusal.FAILED, Problems.of(e));
    }
  }
}
