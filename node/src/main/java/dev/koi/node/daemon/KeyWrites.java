package dev.koi.node.daemon;

import dev.koi.core.store.Command;
import dev.koi.core.store.Comparison;
import dev.koi.core.store.Key;
import dev.koi.core.store.Outcome;
import dev.koi.core.store.Store;
import dev.koi.wire.api.KvRequest;
import dev.koi.wire.api.KvView;
import dev.koi.wire.api.Refusal;
import dev.koi.wire.api.Request;
import dev.koi.wire.api.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is to be written into the store: from the API to what is proposed, and from what became of it to the
 * answer. First {@link #refusal}, then {@link #proposal}, and when that is applied {@link #response}.
 */
final class KeyWrites {

  private KeyWrites() {}

  /** Who writes if the request does not say: drawn for this one write, so that it is his first. */
  record Writer(UUID client, long sequence) {

    static Writer of(UUID drawn) {
      return new Writer(drawn, 1);
    }
  }

  /**
   * Why this may not even be proposed, null if it may. That nobody writes below {@code koi/} is a rule for
   * people: the store itself must take what koi writes there.
   */
  static @Nullable Response refusal(Request request) {
    KvRequest kv = kv(request);
    List<String> paths = new ArrayList<>();
    if (kv.key() != null) {
      paths.add(kv.key());
    }
    if (kv.values() != null) {
      paths.addAll(kv.values().keySet());
    }
    for (String path : paths) {
      if (new Key(path).isOurs()) {
        return Response.refused(
            Refusal.NOT_WRITABLE,
            path + " is koi's own: what lies at and below koi/ can be read, and written by koi only");
      }
    }
    return null;
  }

  /** What is to be agreed on. */
  static Store.Request proposal(Request request, Writer otherwise) {
    KvRequest kv = kv(request);
    return kv.client() != null && kv.sequence() != null
        ? new Store.Request(UUID.fromString(kv.client()), kv.sequence(), command(request, kv))
        : new Store.Request(otherwise.client(), otherwise.sequence(), command(request, kv));
  }

  private static Command command(Request request, KvRequest kv) {
    return switch (request.command()) {
      case KV_SET -> new Command.Set(key(kv), said(kv.value()));
      case KV_UNSET -> new Command.Unset(key(kv));
      case KV_IF ->
          new Command.SetIf(
              key(kv),
              Comparison.of(said(kv.operator())).orElseThrow(),
              said(kv.operand()),
              said(kv.value()));
      case KV_CAS -> new Command.Swap(key(kv), said(kv.revision()), kv.value());
      case KV_IMPORT -> {
        TreeMap<Key, String> values = new TreeMap<>();
        said(kv.values()).forEach((path, value) -> values.put(new Key(path), value));
        yield new Command.Import(values);
      }
      case NOOP -> new Command.Nothing();
      case LOCAL, STATUS, PROMOTE, DEMOTE, ELECT, START, STOP, RECOVER, FAILURES, MAINTENANCE,
          RECONFIGURE, KV_GET, KV_LIST, KV_WATCH, KV_EXPORT, MEMBER_LIST, MEMBER_ADD,
          MEMBER_REMOVE, MEMBER_PROMOTE, MEMBER_TRANSFER ->
          throw new IllegalStateException(request.command().word() + " writes nothing");
    };
  }

  /** What became of it, in words and codes. */
  static Response response(Request request, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Done done ->
          Response.written(
              happened(request, kv(request), done.revision()), KvView.written(done.revision()));
      case Outcome.Refused refused ->
          Response.refused(
              refusal(request, refused.why()), refused.what() + next(request, refused.why()));
    };
  }

  private static String happened(Request request, KvRequest kv, long revision) {
    String about =
        switch (request.command()) {
          case KV_SET, KV_IF -> kv.key() + " is set";
          case KV_UNSET -> kv.key() + " is removed";
          case KV_CAS -> kv.key() + (kv.value() == null ? " is removed" : " is set");
          case KV_IMPORT -> keys(said(kv.values())) + " imported";
          case NOOP -> "agreed";
          case LOCAL, STATUS, PROMOTE, DEMOTE, ELECT, START, STOP, RECOVER, FAILURES, MAINTENANCE,
              RECONFIGURE, KV_GET, KV_LIST, KV_WATCH, KV_EXPORT, MEMBER_LIST, MEMBER_ADD,
              MEMBER_REMOVE, MEMBER_PROMOTE, MEMBER_TRANSFER ->
              throw new IllegalStateException(request.command().word() + " writes nothing");
        };
    return about + " (revision " + revision + ")";
  }

  private static String keys(Map<String, String> values) {
    return values.size() == 1 ? "1 key is" : values.size() + " keys are";
  }

  /** The contract with lite-raft's users: 7 is that there is nothing to test, 9 that there is no key. */
  private static Refusal refusal(Request request, Outcome.Why why) {
    boolean tests = request.command() == dev.koi.wire.api.Command.KV_IF;
    return switch (why) {
      case NO_KEY -> tests ? Refusal.NOTHING_TO_TEST : Refusal.NO_KEY;
      case FALSE -> Refusal.CONDITION_FALSE;
      case ALREADY -> Refusal.ALREADY;
      case KEY_OR_FOLDER -> Refusal.KEY_OR_FOLDER;
      case TOO_LONG -> Refusal.TOO_LONG;
    };
  }

  /** Where a person has to do something else first; the others are answers that scripts ask for. */
  private static String next(Request request, Outcome.Why why) {
    return switch (why) {
      case KEY_OR_FOLDER -> "\nnext: choose another name, or unset what is there (koi kv list)";
      case FALSE ->
          request.command() == dev.koi.wire.api.Command.KV_CAS
              ? "\nnext: read it again (koi kv get KEY -o json) and decide anew"
              : "";
      case NO_KEY, ALREADY, TOO_LONG -> "";
    };
  }

  private static Key key(KvRequest kv) {
    return new Key(said(kv.key()));
  }

  static KvRequest kv(Request request) {
    return said(request.kv());
  }

  /** What the API has made sure of. */
  static <T> T said(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("a request without what its command needs");
    }
    return value;
  }
}
