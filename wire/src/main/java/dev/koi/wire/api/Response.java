package dev.koi.wire.api;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * One line of an answer.
 *
 * @param version of this format: {@value Request#VERSION}
 * @param code how the command ends, see {@link ExitCode}
 * @param message for a person: what was done, or what, where, since when, and the next step; null
 *     when the view says it all
 * @param refusal why it was not done, null unless it was refused or failed
 * @param more whether a further line of the same answer follows
 * @param status the answer to {@link Command#STATUS}
 * @param local the answer to {@link Command#LOCAL}
 * @param failures the answer to {@link Command#FAILURES}
 */
@Json
public record Response(
    int version,
    int code,
    @Nullable String message,
    @Nullable Refusal refusal,
    boolean more,
    @Nullable StatusView status,
    @Nullable LocalView local,
    @Nullable FailuresView failures) {

  /**
   * A line that says something.
   *
   * @throws IllegalArgumentException if it says nothing at all
   */
  public Response {
    Checks.version(version, Request.VERSION);
    Checks.range(code, 0, 255, "code");
    if (message == null && status == null && local == null && failures == null) {
      throw new IllegalArgumentException("message is missing, and there is no view");
    }
    if (refusal != null && code == ExitCode.DONE) {
      throw new IllegalArgumentException("code is 0 though the request was refused");
    }
  }

  /** An order is done, or with {@code noWait} accepted. */
  public static Response done(String message) {
    return new Response(Request.VERSION, ExitCode.DONE, message, null, false, null, null, null);
  }

  public static Response refused(Refusal refusal, String message) {
    return new Response(Request.VERSION, refusal.code(), message, refusal, false, null, null, null);
  }

  public static Response status(StatusView view) {
    int code = view.verdict().code();
    return new Response(Request.VERSION, code, null, null, false, view, null, null);
  }

  public static Response local(LocalView view) {
    return new Response(Request.VERSION, ExitCode.DONE, null, null, false, null, view, null);
  }

  public static Response failures(FailuresView view) {
    return new Response(Request.VERSION, ExitCode.DONE, null, null, false, null, null, view);
  }
}
