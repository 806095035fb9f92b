package dev.koi.node.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.core.message.Message;
import dev.koi.core.store.Command.Set;
import dev.koi.core.store.Command.Unset;
import dev.koi.core.store.Key;
import dev.koi.core.store.Store;
import dev.koi.wire.api.ApiJson;
import dev.koi.wire.api.Command;
import dev.koi.wire.api.KvRequest;
import dev.koi.wire.api.KvView;
import dev.koi.wire.api.Refusal;
import dev.koi.wire.api.Request;
import dev.koi.wire.api.Response;
import dev.koi.wire.datagram.MessageCodec;
import dev.koi.wire.frame.Frame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeyReadsTest {

  private final Store store = new Store();
  private long index;

  @Test
  void aValueComesWithItsRevisionAndItsAge() {
    set("a/b", "1");
    set("c", "2");
    KvView now = view(KeyReads.read(request(Command.KV_GET, KvRequest.of("a/b")), store, null));
    assertThat(now).isEqualTo(new KvView(1, "1", 1L, null, null, null, null, 2L));
    Request stale = request(Command.KV_GET, KvRequest.of("a/b").staleToo());
    assertThat(view(KeyReads.read(stale, store, Duration.ofMillis(3_100))).ageMillis()).isEqualTo(3_100);
  }

  /** Contract: get of no key is 9, list of no folder 8. */
  @Test
  void whatIsNotThereHasTheCodeOfTheContract() {
    set("a/b", "1");
    assertRefused(9, Refusal.NO_KEY, "there is no key x", Command.KV_GET, "x");
    assertRefused(9, Refusal.NO_KEY, "it is a folder (koi kv list a)", Command.KV_GET, "a");
    assertRefused(8, Refusal.NO_FOLDER, "there is no folder x", Command.KV_LIST, "x");
    assertRefused(8, Refusal.NO_FOLDER, "it is a key (koi kv get a/b)", Command.KV_LIST, "a/b");
    assertRefused(8, Refusal.NO_FOLDER, "nothing lies at or below x", Command.KV_EXPORT, "x");
    Store empty = new Store();
    assertThat(view(KeyReads.read(request(Command.KV_LIST, KvRequest.of(null)), empty, null)).names())
        .isEmpty();
    assertThat(view(KeyReads.read(request(Command.KV_EXPORT, KvRequest.of(null)), empty, null)).items())
        .isEmpty();
  }

  @Test
  void anExportIsWhatLiesAtAndBelowAKey() {
    for (String key : new String[] {"a-b", "a/b", "a/c/d", "b"}) {
      set(key, "of " + key);
    }
    assertThat(keys(Command.KV_EXPORT, "a")).containsExactly("a/b", "a/c/d");
    assertThat(keys(Command.KV_EXPORT, "a/b")).containsExactly("a/b");
    assertThat(keys(Command.KV_EXPORT, null)).containsExactly("a-b", "a/b", "a/c/d", "b");
  }

  @Test
  void thePagesOfAnExportAreAllOfItAndEachFitsIntoAMessage() {
    Random random = new Random(5);
    Map<String, String> all = new TreeMap<>();
    for (int i = 0; i < 400; i++) {
      String value = text(random, random.nextInt(12) == 0 ? 32 * 1024 : random.nextInt(300));
      all.put("folder/" + "k".repeat(random.nextInt(200)) + i, value);
    }
    all.forEach(this::set);
    Map<String, String> read = new TreeMap<>();
    int pages = 0;
    String after = null;
    do {
      Request request = request(Command.KV_EXPORT, KvRequest.of("folder").after(after));
      KvView page = view(fitting(KeyReads.read(request, store, null)));
      KeyWrites.said(page.items()).forEach(i -> read.put(i.key(), KeyWrites.said(i.value())));
      after = page.next();
      pages++;
    } while (after != null);
    assertThat(read).isEqualTo(all);
    assertThat(pages).isGreaterThan(10);
  }

  @Test
  void thePagesOfAListAreAllOfItAndEachFitsIntoAMessage() {
    List<String> all = new ArrayList<>();
    for (int i = 1_000; i < 1_200; i++) {
      String name = i + "k".repeat(900);
      all.add(i % 2 == 0 ? name + "/" : name);
      set("folder/" + name + (i % 2 == 0 ? "/below" : ""), "1");
    }
    List<String> read = new ArrayList<>();
    String after = null;
    do {
      Request request = request(Command.KV_LIST, KvRequest.of("folder").after(after));
      KvView page = view(fitting(KeyReads.read(request, store, null)));
      read.addAll(KeyWrites.said(page.names()));
      after = page.next();
    } while (after != null);
    assertThat(read).isEqualTo(all);
  }

  @Test
  void aWatchWaitsUntilSomethingChangesAtOrBelowItsKey() {
    set("a/b", "1");
    KvView first = view(KeyReads.read(watch("a", 0), store, null));
    assertThat(KeyWrites.said(first.items())).containsExactly(new KvView.Item("a/b", "1", 1));
    long seen = KeyWrites.said(first.storeRevision());
    assertThat(KeyReads.waits(watch("a", 0), store)).isFalse();
    assertThat(KeyReads.waits(watch("a", seen), store)).isTrue();
    set("a-b", "2");
    assertThat(KeyReads.waits(watch("a", seen), store)).as("beside it").isTrue();
    apply(new Unset(Key.of("a/b")));
    assertThat(KeyReads.waits(watch("a", seen), store)).isFalse();
    KvView second = view(KeyReads.read(watch("a", seen), store, null));
    assertThat(second.items()).isEmpty();
    assertThat(second.storeRevision()).isEqualTo(3);
  }

  @Test
  void theFurtherPagesOfAWatchDoNotWait() {
    set("a/b", "1");
    Request next = request(Command.KV_WATCH, KvRequest.of("a").since(1).after("a/b"));
    assertThat(KeyReads.waits(next, store)).isFalse();
  }

  /** What JSON makes longest. */
  private static String text(Random random, int length) {
    StringBuilder text = new StringBuilder();
    int characters = 1 + random.nextInt(128);
    for (int i = 0; i < length; i++) {
      text.append((char) random.nextInt(characters));
    }
    return text.toString();
  }

  private static Response fitting(Response response) {
    Message answer = new Message.Answer(Long.MAX_VALUE, ApiJson.write(response));
    assertThat(MessageCodec.encode(answer).length).isLessThanOrEqualTo(Frame.MAX_MESSAGE);
    return response;
  }

  private void assertRefused(int code, Refusal refusal, String message, Command command, String key) {
    Response response = KeyReads.read(request(command, KvRequest.of(key)), store, null);
    assertThat(response.code()).isEqualTo(code);
    assertThat(response.refusal()).isEqualTo(refusal);
    assertThat(response.message()).contains(message);
  }

  private List<String> keys(Command command, @Nullable String key) {
    KvView view = view(KeyReads.read(request(command, KvRequest.of(key)), store, null));
    return KeyWrites.said(view.items()).stream().map(KvView.Item::key).toList();
  }

  private static Request watch(String key, long since) {
    return request(Command.KV_WATCH, KvRequest.of(key).since(since));
  }

  private static Request request(Command command, KvRequest kv) {
    return Request.ofStore(command, kv);
  }

  private static KvView view(Response response) {
    return KeyWrites.said(response.kv());
  }

  private void set(String key, String value) {
    apply(new Set(Key.of(key), value));
  }

  private void apply(dev.koi.core.store.Command command) {
    index++;
    store.apply(new Store.Request(new UUID(0, index), 1, command), index);
  }
}
