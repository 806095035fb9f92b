package dev.koi.wire.config;

import java.nio.charset.Charset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change of one key, checked and not written yet.
 *
 * @param text what to write
 * @param expected what the file must still say, or somebody else has changed it
 * @param charset of both
 * @param line where the value will stand
 * @param before what held until now, null if nothing was written and there is no default
 * @param problems of the whole configuration with the change: warnings, and errors that were there
 *     before
 */
public record KeyChange(
    String file,
    String text,
    String expected,
    Charset charset,
    int line,
    @Nullable String before,
    List<Problem> problems) {

  public KeyChange {
    problems = List.copyOf(problems);
  }

  /** Why a change is not made; the message is for a person. */
  public static final class Refused extends Exception {

    private static final long serialVersionUID = 1;

    Refused(String message) {
      super(message);
    }
  }
}
