package dev.koi.wire.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.koi.core.message.Message;
import dev.koi.core.raft.Bytes;
import dev.koi.core.store.Key;
import dev.koi.core.store.Store;
import dev.koi.wire.datagram.MessageCodec;
import dev.koi.wire.frame.Frame;
import dev.koi.wire.store.Proposal;
import dev.koi.wire.store.ProposalCodec;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What is asked of the store, and what it answers, as JSON. */
class KvJsonTest {

  private static final UUID ANNA = UUID.fromString("6f1f64b2-39a7-4a45-8b49-6f5a5a0f9a01");
  private static final String BEN = "6f1f64b2-39a7-4a45-8b49-6f5a5a0f9a02";

  @Test
  void theDocumentedRequestsAreWrittenAndReadBack() throws Exception {
    Map<String, Request> requests =
        Map.of(
            "kv-if.json",
            Request.ofStore(
                Command.KV_IF, KvRequest.setIf("/site/owner", "=", "a", "b").by(ANNA, 7)),
            "kv-import.json",
            Request.ofStore(
                Command.KV_IMPORT,
                KvRequest.importing(new TreeMap<>(Map.of("/a/c", "two\nlines", "a/b", "1")))),
            "kv-watch.json",
            Request.ofStore(
                Command.KV_WATCH, KvRequest.of("site").since(42).after("site/owner")));
    for (Map.Entry<String, Request> each : requests.entrySet()) {
      String golden = ApiJsonTest.golden(each.getKey());
      assertThat(ApiJson.write(each.getValue())).isEqualTo(golden);
      assertThat(ApiJson.request(golden)).isEqualTo(each.getValue());
    }
  }

  @Test
  void theDocumentedAnswersAreWrittenAndReadBack() throws Exception {
    KvView.Item item = new KvView.Item("site/owner", "a", 12);
    KvView.Item gone = new KvView.Item("site/tick", null, 40);
    KvView.AsOf now = new KvView.AsOf(null, 40);
    Map<String, Response> answers =
        Map.of(
            "kv-value.json", Response.kv(KvView.of(item, new KvView.AsOf(3_100L, 40))),
            "kv-names.json", Response.kv(KvView.names(List.of("lock", "site/"), "site/", now)),
            "kv-items.json", Response.kv(KvView.items(List.of(item, gone), null, now)),
            "members.json", Response.members(members()));
    for (Map.Entry<String, Response> each : answers.entrySet()) {
      String golden = ApiJsonTest.golden(each.getKey());
      assertThat(ApiJson.write(each.getValue())).isEqualTo(golden);
      assertThat(ApiJson.response(golden)).isEqualTo(each.getValue());
    }
    assertThat(ApiJsonTest.golden("members.json")).contains(ApiJson.write(members()));
    assertThat(ApiJsonTest.golden("kv-items.json")).contains(ApiJson.write(item), ApiJson.write(gone));
  }

  @Test
  void aRequestSaysNoMoreThanItMeans() throws Exception {
    assertThat(ApiJson.request(line("kv list", ""))).isEqualTo(
        Request.ofStore(Command.KV_LIST, KvRequest.of(null)));
    assertThat(ApiJson.request(line("noop", ""))).isEqualTo(
        Request.ofStore(Command.NOOP, KvRequest.of(null)));
    assertThat(ApiJson.request(line("kv cas", "\"key\":\"a\",\"revision\":3"))).isEqualTo(
        Request.ofStore(Command.KV_CAS, KvRequest.swap("a", 3, null)));
    assertThat(ApiJson.request(line("kv get", "\"key\":\"a\",\"stale\":true"))).isEqualTo(
        Request.ofStore(Command.KV_GET, KvRequest.of("a").staleToo()));
  }

  @Test
  void whatIsNoQuestionToTheStoreIsSaidInOneSentence() {
    complains("{\"version\":1,\"command\":\"kv get\"}", "kv get needs kv, an object");
    complains("{\"version\":1,\"command\":\"status\",\"kv\":{}}", "status takes no kv");
    complains(line("kv get", ""), "kv get needs key");
    complains(line("kv set", "\"key\":\"a\""), "kv set needs value");
    complains(line("kv get", "\"key\":\"a\",\"value\":\"1\""), "kv get takes no value");
    complains(line("kv set", "\"key\":\"a\",\"value\":\"1\",\"stale\":true"), "kv set takes no stale");
    complains(line("noop", "\"key\":\"a\""), "noop takes no key");
    complains(line("kv watch", ""), "kv watch needs since");
    complains(line("kv get", "\"key\":\"a//b\""), "between two slashes of a key stands a name");
    complains(line("kv get", "\"key\":\"a\\ud83d\""), "a key has no half of a surrogate pair");
    complains(set("\\ud83d"), "value contains half of a surrogate pair");
    complains(set("x".repeat(32 * 1024 + 1)), "value must have at most 32 KiB");
    complains(set("x".repeat(40 * 1024)), "a text is longer than any may be, 32 KiB");
    complains(set("ü".repeat(16 * 1024) + "."), "value must have at most 32 KiB");
    complains(condition("~", "1"), "operator is one of = != < > -eq -ne -lt -le -gt -ge");
    complains(condition("=", "ü".repeat(16 * 1024) + "."), "operand must have at most 32 KiB");
    complains(line("kv cas", "\"key\":\"a\",\"revision\":-1"), "revision must be from 0");
    complains(line("kv import", "\"values\":{}"), "values are none");
    complains(line("kv import", "\"values\":{\"a\":null}"), "the value of a is missing");
    complains(line("kv import", "\"values\":{\"a\":\"1\",\"/a\":\"2\"}"), "a stands twice among values");
    complains(line("noop", "\"client\":\"1-1-1-1-1\",\"sequence\":1"), "client is a UUID");
    complains(line("noop", "\"sequence\":1"), "client and sequence come together");
    complains(line("noop", "\"client\":\"" + ANNA + "\",\"sequence\":0"), "sequence must be from 1");
    complains(line("kv export", "\"after\":\"a/\""), "between two slashes of a key stands a name");
    complains(line("kv list", "\"after\":\"" + "x".repeat(1026) + "\""), "after must have at most");
  }

  /** The JSON reader has a bound of its own on strings, which must not be below that of values. */
  @Test
  void aValueOfTheGreatestLengthIsReadWhateverItIsMadeOf() throws Exception {
    for (String part : new String[] {"x", "\n", "\u0001", "\"x", "x\\", "\u00fc", "\u20ac", "\ud83d\udc1f"}) {
      int size = part.getBytes(StandardCharsets.UTF_8).length;
      String longest = part.repeat(Store.MAX_VALUE_BYTES / size);
      for (String value : new String[] {longest, longest.substring(part.length())}) {
        Request request = Request.ofStore(Command.KV_SET, KvRequest.set("a", value));
        assertThat(ApiJson.request(ApiJson.write(request))).isEqualTo(request);
        KvView view = KvView.of(new KvView.Item("a", value, 1), new KvView.AsOf(null, 1));
        assertThat(ApiJson.response(ApiJson.write(Response.kv(view)))).isEqualTo(Response.kv(view));
      }
    }
  }

  /** Each is allowed alone, and an entry of the log or a message could not hold them together. */
  @Test
  void whatTogetherIsTooLongIsRefused() {
    String half = "x".repeat(32 * 1024);
    assertThatThrownBy(() -> KvRequest.setIf("a", "=", half, half))
        .hasMessage("value and operand must have at most 56 KiB together, as JSON");
    assertThatThrownBy(() -> KvRequest.importing(Map.of("a", half, "b", half)))
        .hasMessage("values must have at most 56 KiB together, as JSON");
    assertThatThrownBy(() -> KvRequest.importing(Map.of("a", "\u0001".repeat(32 * 1024))))
        .hasMessage("key and value must have at most 56 KiB together, as JSON");
  }

  @Property(tries = 40)
  void whatIsAllowedFitsIntoAnEntryAndIntoAMessage(@ForAll long seed) {
    Random random = new Random(seed);
    Map<String, String> values = new HashMap<>();
    int left = KvTexts.MOST_BYTES;
    int longest = 1 << random.nextInt(16);
    while (true) {
      String key = "k" + values.size();
      String value = text(random, Math.min(random.nextInt(longest), Store.MAX_VALUE_BYTES));
      left -= KvTexts.jsonBytes(key, value);
      if (left < 0) {
        break;
      }
      values.put(key, value);
    }
    if (!values.isEmpty()) {
      KvRequest kv = KvRequest.importing(values).by(ANNA, Long.MAX_VALUE);
      assertThat(ProposalCodec.fits(encoded(kv))).isTrue();
      assertFits(Request.ofStore(Command.KV_IMPORT, kv));
    }
    KvRequest set = KvRequest.set("a".repeat(1024), text(random, Store.MAX_VALUE_BYTES));
    assertFits(Request.ofStore(Command.KV_SET, set.by(ANNA, Long.MAX_VALUE)));
  }

  /** What JSON makes longest and what deflating shortens least. */
  private static String text(Random random, int bytes) {
    int characters = 1 + random.nextInt(128);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < bytes; i++) {
      text.append((char) random.nextInt(characters));
    }
    return text.toString();
  }

  private static void assertFits(Request request) {
    Message ask = new Message.Ask(Long.MAX_VALUE, ApiJson.write(request));
    assertThat(MessageCodec.encode(ask).length).isLessThanOrEqualTo(Frame.MAX_MESSAGE);
    KvRequest kv = request.kv();
    if (kv != null && kv.value() != null) {
      KvView.Item item = new KvView.Item("a", kv.value(), Long.MAX_VALUE);
      Response response =
          Response.kv(KvView.items(List.of(item), "a".repeat(1024), new KvView.AsOf(0L, 1)));
      Message answer = new Message.Answer(1, ApiJson.write(response));
      assertThat(MessageCodec.encode(answer).length).isLessThanOrEqualTo(Frame.MAX_MESSAGE);
    }
  }

  @Test
  void theLengthOfAJsonStringIsNeverUnderrated() throws Exception {
    StringBuilder all = new StringBuilder();
    for (int point = 0; point < 0x11000; point++) {
      if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) {
        all.appendCodePoint(point);
      }
      if (all.length() >= 1_000) {
        String text = all.toString();
        String json = ApiJson.write(new KvPair("", text));
        int around = ApiJson.write(new KvPair("", "")).length() - 2;
        assertThat(json.getBytes(StandardCharsets.UTF_8).length - around)
            .isLessThanOrEqualTo(KvTexts.jsonBytes(text));
        assertThat(ApiJson.pair(json)).isEqualTo(new KvPair("", text));
        all.setLength(0);
      }
    }
  }

  @Test
  void whoNamesItselfMayAskAgain() {
    KvRequest set = KvRequest.set("a", "1");
    assertThat(Request.ofStore(Command.KV_SET, set).mayBeRepeated()).isFalse();
    assertThat(Request.ofStore(Command.KV_SET, set.by(ANNA, 1)).mayBeRepeated()).isTrue();
    assertThat(Request.ofStore(Command.KV_GET, KvRequest.of("a")).mayBeRepeated()).isTrue();
    assertThat(Request.of(Command.ELECT).mayBeRepeated()).isFalse();
  }

  /** Contract: 5 already NEW, 6 condition false, 7 no such key, 8 no such folder, 9 no such key. */
  @Test
  void theExitCodesAreThoseOfLiteRaft() {
    assertThat(Refusal.ALREADY.code()).isEqualTo(5);
    assertThat(Refusal.CONDITION_FALSE.code()).isEqualTo(6);
    assertThat(Refusal.NOTHING_TO_TEST.code()).isEqualTo(7);
    assertThat(Refusal.NO_FOLDER.code()).isEqualTo(8);
    assertThat(Refusal.NO_KEY.code()).isEqualTo(9);
    assertThat(Refusal.NO_STORE.code()).isEqualTo(1);
  }

  private static Bytes encoded(KvRequest kv) {
    TreeMap<Key, String> values = new TreeMap<>();
    Map<String, String> given = kv.values() == null ? Map.of() : kv.values();
    given.forEach((key, value) -> values.put(Key.of(key), value));
    return ProposalCodec.encode(
        new Proposal.OfStore(
            new Store.Request(ANNA, Long.MAX_VALUE, new dev.koi.core.store.Command.Import(values))));
  }

  private static MembersView members() {
    return new MembersView(
        1,
        4,
        1_200,
        List.of(
            new MembersView.Member("a", ANNA.toString(), MembersView.Role.LEADER, 1_200L, 0L, null),
            new MembersView.Member(null, BEN, MembersView.Role.LEARNER, null, null, null)),
        List.of("d is in cluster.electors and no member: koi member add d"));
  }

  private static String line(String command, String properties) {
    return "{\"version\":1,\"command\":\"%s\",\"kv\":{%s}}".formatted(command, properties);
  }

  private static String set(String value) {
    return line("kv set", "\"key\":\"a\",\"value\":\"" + value + "\"");
  }

  private static String condition(String operator, String operand) {
    return line("kv if", "\"key\":\"a\",\"operator\":\"%s\",\"operand\":\"%s\",\"value\":\"1\""
        .formatted(operator, operand));
  }

  private static void complains(String line, String sentence) {
    assertThatThrownBy(() -> ApiJson.request(line))
        .isInstanceOf(MalformedRequest.class)
        .hasMessageContaining(sentence);
  }
}
