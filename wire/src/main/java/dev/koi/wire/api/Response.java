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
 * @param kv the answer to the commands about the store
 * @param members the answer to {@link Command#MEMBER_LIST}
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
    @Nullable FailuresView failures,
    @Nullable KvView kv,
    @Nullable MembersView members) {

  /**
   * A line that says something.
   *
   * @throws IllegalArgumentException if it says nothing at all
   */
  public Response {
    Checks.version(version, Request.VERSION);
    Checks.range(code, 0, 255, "code");
    boolean noView =
        status == null && local == null && failures == null && kv == null && members == null;
    if (message == null && noView) {
      throw new IllegalArgumentException("message is missing, and there is no view");
    }
    if (refusal != null && code == ExitCode.DONE) {
      throw new IllegalArgumentException("code is 0 though the request was refused");
    }
  }

  /** An order is done, or with {@code noWait} accepted. */
  public static Response done(String message) {
    return new Response(
        Request.VERSION, ExitCode.DONE, message, null, false, null, null, null, null, null);
  }

  public static Response refused(Refusal refusal, String message) {
    return new Response(
        Request.VERSION, refusal.code(), message, refusal, false, null, null, null, null, null);
  }

  public static Response status(StatusView view) {
    int code = view.verdict().code();
    return new Response(Request.VERSION, code, null, null, false, view, null, null, null, null);
  }

  public static Response local(LocalView view) {
    return new Response(
        Request.VERSION, ExitCode.DONE, null, null, false, null, view, null, null, null);
  }

  public static Response failures(FailuresView view) {
    return new Response(
        Request.VERSION, ExitCode.DONE, null, null, false, null, null, view, null, null);
  }

  /** What was read in the store. */
  public static Response kv(KvView view) {
    return new Response(
        Request.VERSION, ExitCode.DONE, null, null, false, null, null, null, view, null);
  }

  /** What was written there, with a sentence. */
  public static Response written(String message, KvView view) {
    return new Response(
        Request.VERSION, ExitCode.DONE, message, null, false, null, null, null, view, null);
  }

  public static Response members(MembersView view) {
    return new Response(
        Request.VERSION, ExitCode.DONE, null, null, false, null, null, null, null, view);
  }
}
