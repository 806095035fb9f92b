package dev.koi.node.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.core.store.Key;
import dev.koi.core.store.Store;
import dev.koi.wire.api.Command;
import dev.koi.wire.api.KvRequest;
import dev.koi.wire.api.Refusal;
import dev.koi.wire.api.Request;
import dev.koi.wire.api.Response;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeyWritesTest {

  private static final UUID ANNA = new UUID(1, 1);

  private final Store store = new Store();
  private long index;

  @Test
  void whatIsWrittenIsAnsweredWithItsRevision() {
    assertDone("a/b is set (revision 1)", 1, Command.KV_SET, KvRequest.set("/a/b", "1"));
    assertDone("a/b is set (revision 2)", 2, Command.KV_IF, KvRequest.setIf("a/b", "-eq", "1", "2"));
    assertDone("a/b is set (revision 3)", 3, Command.KV_CAS, KvRequest.swap("a/b", 2, "3"));
    assertThat(store.get(Key.of("a/b"))).isEqualTo(new Store.Item("3", 3));
    assertDone("a/b is removed (revision 4)", 4, Command.KV_CAS, KvRequest.swap("a/b", 3, null));
    assertDone("1 key is imported (revision 5)", 5, Command.KV_IMPORT,
        KvRequest.importing(Map.of("c", "1")));
    assertDone("2 keys are imported (revision 6)", 6, Command.KV_IMPORT,
        KvRequest.importing(Map.of("c", "2", "d", "2")));
    assertDone("c is removed (revision 7)", 7, Command.KV_UNSET, KvRequest.of("c"));
    assertDone("agreed (revision 8)", 8, Command.NOOP, KvRequest.of(null));
    assertThat(store.list(null)).containsExactly("d");
  }

  /** Contract: 5 already NEW, 6 condition false (whatever the value is), 7 no such key, 9 for the others. */
  @Test
  void whatIsRefusedHasTheCodeOfTheContract() {
    assertRefused(7, Refusal.NOTHING_TO_TEST, Command.KV_IF, KvRequest.setIf("a", "=", "1", "2"));
    assertRefused(9, Refusal.NO_KEY, Command.KV_UNSET, KvRequest.of("a"));
    does(Command.KV_SET, KvRequest.set("a", "1"));
    assertRefused(6, Refusal.CONDITION_FALSE, Command.KV_IF, KvRequest.setIf("a", "=", "2", "2"));
    assertRefused(6, Refusal.CONDITION_FALSE, Command.KV_IF, KvRequest.setIf("a", "=", "2", "1"));
    assertRefused(5, Refusal.ALREADY, Command.KV_IF, KvRequest.setIf("a", "=", "1", "1"));
    assertRefused(1, Refusal.KEY_OR_FOLDER, Command.KV_SET, KvRequest.set("a/b", "1"));
    Response behind = assertRefused(
        6, Refusal.CONDITION_FALSE, Command.KV_CAS, KvRequest.swap("a", 1, "2"));
    assertThat(behind.message()).startsWith("a is of revision 3\nnext: read it again");
  }

  @Test
  void whatIsKoisOwnIsNotEvenProposed() {
    for (Request request : new Request[] {
      Request.ofStore(Command.KV_SET, KvRequest.set("koi", "1")),
      Request.ofStore(Command.KV_UNSET, KvRequest.of("/koi/holders")),
      Request.ofStore(Command.KV_IMPORT, KvRequest.importing(Map.of("a", "1", "koi/x", "1"))),
    }) {
      Response refusal = KeyWrites.said(KeyWrites.refusal(request));
      assertThat(refusal.refusal()).isEqualTo(Refusal.NOT_WRITABLE);
      assertThat(refusal.code()).isEqualTo(1);
      assertThat(refusal.message()).contains("koi's own");
    }
    assertThat(KeyWrites.refusal(Request.ofStore(Command.NOOP, KvRequest.of(null)))).isNull();
  }

  @Test
  void whoNamesItselfWritesOnceHoweverOftenItAsks() {
    KvRequest first = KvRequest.set("a", "1").by(ANNA, 7);
    Response done = does(Command.KV_SET, first);
    does(Command.KV_SET, KvRequest.set("a", "2"));
    assertThat(does(Command.KV_SET, first)).isEqualTo(done);
    assertThat(store.get(Key.of("a"))).isEqualTo(new Store.Item("2", 2));
    assertThat(store.clients()).containsKey(ANNA);
  }

  private void assertDone(String message, long revision, Command command, KvRequest kv) {
    Response response = does(command, kv);
    assertThat(response.message()).isEqualTo(message);
    assertThat(response.code()).isZero();
    assertThat(KeyWrites.said(response.kv()).revision()).isEqualTo(revision);
  }

  private Response assertRefused(int code, Refusal refusal, Command command, KvRequest kv) {
    Response response = does(command, kv);
    assertThat(response.refusal()).isEqualTo(refusal);
    assertThat(response.code()).isEqualTo(code);
    return response;
  }

  private Response does(Command command, KvRequest kv) {
    Request request = Request.ofStore(command, kv);
    @Nullable Response refusal = KeyWrites.refusal(request);
    assertThat(refusal).isNull();
    index++;
    KeyWrites.Writer drawn = KeyWrites.Writer.of(new UUID(2, index));
    return KeyWrites.response(request, store.apply(KeyWrites.proposal(request, drawn), index));
  }
}
