package dev.koi.wire.api;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ApiJsonPropertyTest {

  private static final String GOOD =
      "{\"version\":1,\"command\":\"promote\",\"node\":\"b\",\"force\":false,\"timeoutMillis\":1000}";

  @Property
  void noTextBreaksTheReader(@ForAll("nearlyJson") String text) {
    try {
      Request request = ApiJson.request(text);
      assertThat(request.version()).isEqualTo(1);
    } catch (MalformedRequest e) {
      assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
    }
  }

  @Property
  void aRequestComesBackAsItWas(@ForAll String reason) throws MalformedRequest {
    String short1000 = reason.substring(0, Math.min(1000, reason.length()));
    if (short1000.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= 0xDFFF)) {
      return; // half a surrogate pair is no text
    }
    Request request = new Request(1, Command.ELECT, null, null, short1000, false, false, 5, null, null);
    String line = ApiJson.write(request);
    assertThat(line).doesNotContain("\n");
    assertThat(ApiJson.request(line)).isEqualTo(request);
  }

  @Provide
  Arbitrary<String> nearlyJson() {
    Arbitrary<String> noise = Arbitraries.strings().withChars("{}[]\":,\\ntue1.-e \u0000é").ofMaxLength(12);
    Arbitrary<Integer> cut = Arbitraries.integers().between(0, GOOD.length());
    return noise.flatMap(
        middle ->
            cut.flatMap(
                from ->
                    cut.map(
                        to -> GOOD.substring(0, from) + middle + GOOD.substring(Math.max(from, to)))));
  }
}
