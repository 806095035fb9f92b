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

  /** How the reader says that a string is longer than it takes. */
  private static final String TOO_LONG = "Maximum string buffer limit exceeded";

  /**
   * The reader's buffer doubles as long as it stays below 50,000 characters. From its usual 4,096 on that
   * ends at 32,768, which is a little less than a value of the store with its quote; from here on it ends
   * at 34,816. The library knows no other way to say so.
   */
  private static final String BUFFER = "4352";

  static {
    System.setProperty("jsonb.parserCharBufferSize", BUFFER);
  }

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
          .add(MembersView.Role.class, new WordAdapter<>(MembersView.Role.values(), MembersView.Role::word))
          .add(ServiceState.class, new WordAdapter<>(ServiceState.values(), ServiceState::word))
          .build();

  private static final JsonType<Request> REQUEST = JSON.type(Request.class);
  private static final JsonType<Response> RESPONSE = JSON.type(Response.class);
  private static final JsonType<StatusView> STATUS = JSON.type(StatusView.class);
  private static final JsonType<LocalView> LOCAL = JSON.type(LocalView.class);
  private static final JsonType<FailuresView> FAILURES = JSON.type(FailuresView.class);
  private static final JsonType<ConfigView> CONFIG = JSON.type(ConfigView.class);

  private static final JsonType<KvView> KV = JSON.type(KvView.class);
  private static final JsonType<KvView.Item> ITEM = JSON.type(KvView.Item.class);
  private static final JsonType<KvPair> PAIR = JSON.type(KvPair.class);
  private static final JsonType<MembersView> MEMBERS = JSON.type(MembersView.class);

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

  /**
   * The key and value on a line of an export.
   *
   * @throws MalformedRequest if there is none
   */
  public static KvPair pair(String line) throws MalformedRequest {
    String complaint = OneObject.complaint(line);
    if (complaint != null) {
      throw new MalformedRequest(complaint);
    }
    try {
      return PAIR.fromJson(line);
    } catch (RuntimeException e) {
      throw new MalformedRequest(inOneSentence(e)); // many kinds, as above
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

  /** What {@code koi kv get -o json} prints. */
  public static String write(KvView view) {
    return KV.toJson(view);
  }

  /** What {@code koi kv watch -o json} prints for each change. */
  public static String write(KvView.Item item) {
    return ITEM.toJson(item);
  }

  /** A line of {@code koi kv export}. */
  public static String write(KvPair pair) {
    return PAIR.toJson(pair);
  }

  /** What {@code koi member list -o json} prints. */
  public static String write(MembersView view) {
    return MEMBERS.toJson(view);
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
    if (message.startsWith(TOO_LONG)) {
      return "a text is longer than any may be, 32 KiB";
    }
    String line = message.lines().findFirst().orElse(message);
    return line.length() <= LONGEST_COMPLAINT ? line : line.substring(0, LONGEST_COMPLAINT);
  }
}
