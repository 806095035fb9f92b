package dev.koi.wire.api;

import dev.koi.core.message.NodeState;
import dev.koi.core.message.ServiceState;
import io.avaje.jsonb.JsonType;
import io.avaje.jsonb.Jsonb;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The API's records as JSON and back. Whatever text comes is either a record or one of two checked
 * exceptions. All keys are written, null when empty, in the order of the record's components.
 */
public final class ApiJson {

  private static final int LONGEST_COMPLAINT = 300;

  private static final Jsonb JSON =
      Jsonb.builder()
          .serializeNulls(true)
          .serializeEmpty(true)
          .failOnNullPrimitives(true)
          .add(Command.class, new WordAdapter<>(Command.values(), Command::word))
          .add(Refusal.class, new WordAdapter<>(Refusal.values(), Refusal::word))
          .add(Verdict.class, new WordAdapter<>(Verdict.values(), Verdict::word))
          .add(Phase.class, new WordAdapter<>(Phase.values(), Phase::word))
          .add(PathKind.class, new WordAdapter<>(PathKind.values(), PathKind::word))
          .add(NodeState.class, new WordAdapter<>(NodeState.values(), NodeState::word))
          .add(ServiceState.class, new WordAdapter<>(ServiceState.values(), ServiceState::word))
          .build();

  private static final JsonType<Request> REQUEST = JSON.type(Request.class);
  private static final JsonType<Response> RESPONSE = JSON.type(Response.class);
  private static final JsonType<StatusView> STATUS = JSON.type(StatusView.class);
  private static final JsonType<LocalView> LOCAL = JSON.type(LocalView.class);
  private static final JsonType<FailuresView> FAILURES = JSON.type(FailuresView.class);
  private static final JsonType<ConfigView> CONFIG = JSON.type(ConfigView.class);

  private ApiJson() {}

  /**
   * The request on this line.
   *
   * @throws MalformedRequest if there is none
   */
  public static Request request(String line) throws MalformedRequest {
    String complaint = OneObject.complaint(line);
    if (complaint != null) {
      throw new MalformedRequest(complaint);
    }
    try {
      return REQUEST.fromJson(line);
    } catch (RuntimeException e) {
      // The reader throws many kinds, from its own to NumberFormatException: all mean the same.
      throw new MalformedRequest(inOneSentence(e));
    }
  }

  /**
   * The response on this line.
   *
   * @throws MalformedResponse if there is none
   */
  public static Response response(String line) throws MalformedResponse {
    String complaint = OneObject.complaint(line);
    if (complaint != null) {
      throw new MalformedResponse(complaint);
    }
    try {
      return RESPONSE.fromJson(line);
    } catch (RuntimeException e) {
      throw new MalformedResponse(inOneSentence(e)); // many kinds, as above
    }
  }

  /** One line, without the line's end. */
  public static String write(Request request) {
    return REQUEST.toJson(request);
  }

  /** One line, without the line's end. */
  public static String write(Response response) {
    return RESPONSE.toJson(response);
  }

  /** What {@code koi status -o json} prints. */
  public static String write(StatusView view) {
    return STATUS.toJson(view);
  }

  /** What {@code koi local -o json} prints. */
  public static String write(LocalView view) {
    return LOCAL.toJson(view);
  }

  /** What {@code koi failures -o json} prints. */
  public static String write(FailuresView view) {
    return FAILURES.toJson(view);
  }

  /** What {@code koi config ... -o json} prints. */
  public static String write(ConfigView view) {
    return CONFIG.toJson(view);
  }

  /** The innermost cause's first line: the outer ones only say that reading failed. */
  private static String inOneSentence(RuntimeException e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    @Nullable String message = cause.getMessage();
    if (message == null || message.isBlank()) {
      return cause.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }
    String line = message.lines().findFirst().orElse(message);
    return line.length() <= LONGEST_COMPLAINT ? line : line.substring(0, LONGEST_COMPLAINT);
  }
}
