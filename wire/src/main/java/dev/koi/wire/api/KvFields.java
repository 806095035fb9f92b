package dev.koi.wire.api;

import dev.koi.core.store.Key;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which properties of a {@link KvRequest} each command needs and takes. */
final class KvFields {

  private static final Set<String> WRITER = Set.of("client", "sequence");

  /** Those that must be there, and those that may. */
  private record Shape(Set<String> needs, Set<String> takes) {

    static Shape reading(Set<String> needs, String... takes) {
      return new Shape(needs, Set.of(takes));
    }

    static Shape writing(String... needs) {
      return new Shape(Set.of(needs), WRITER);
    }
  }

  private KvFields() {}

  /**
   * Complains about a property that is missing, or that means nothing for this command: it was probably
   * meant for another one, and to leave it out would do something else than was asked for.
   *
   * @throws IllegalArgumentException in one sentence
   */
  static void check(Command command, KvRequest kv) {
    Shape shape = shape(command);
    present(kv)
        .forEach(
            (property, there) -> {
              if (!there && shape.needs().contains(property)) {
                throw new IllegalArgumentException(command.word() + " needs " + property);
              }
              if (there && !shape.needs().contains(property) && !shape.takes().contains(property)) {
                throw new IllegalArgumentException(command.word() + " takes no " + property);
              }
            });
    String after = kv.after();
    if (after != null && command != Command.KV_LIST) { // there it is a name, perhaps a folder's
      Key _ = new Key(after);
    }
  }

  private static Map<String, Boolean> present(KvRequest kv) {
    Map<String, Boolean> present = new LinkedHashMap<>();
    put(present, "key", kv.key());
    put(present, "value", kv.value());
    put(present, "operator", kv.operator());
    put(present, "operand", kv.operand());
    put(present, "revision", kv.revision());
    put(present, "values", kv.values());
    present.put("stale", kv.stale());
    put(present, "since", kv.since());
    put(present, "after", kv.after());
    put(present, "client", kv.client());
    put(present, "sequence", kv.sequence());
    return present;
  }

  private static void put(Map<String, Boolean> present, String property, @Nullable Object value) {
    present.put(property, value != null);
  }

  private static Shape shape(Command command) {
    return switch (command) {
      case KV_GET -> Shape.reading(Set.of("key"), "stale");
      case KV_LIST, KV_EXPORT -> Shape.reading(Set.of(), "key", "stale", "after");
      case KV_WATCH -> Shape.reading(Set.of("since"), "key", "after");
      case KV_SET -> Shape.writing("key", "value");
      case KV_UNSET -> Shape.writing("key");
      case KV_IF -> Shape.writing("key", "operator", "operand", "value");
      case KV_CAS -> new Shape(Set.of("key", "revision"), Set.of("value", "client", "sequence"));
      case KV_IMPORT -> Shape.writing("values");
      case NOOP -> Shape.writing();
      case LOCAL, STATUS, PROMOTE, DEMOTE, ELECT, START, STOP, RECOVER, FAILURES, MAINTENANCE,
          RECONFIGURE, MEMBER_LIST, MEMBER_ADD, MEMBER_REMOVE, MEMBER_PROMOTE, MEMBER_TRANSFER ->
          throw new IllegalStateException(command.word() + " is not about keys");
    };
  }
}
