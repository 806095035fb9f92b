package dev.koi.wire.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** A line of the local socket is a request, or is refused in one sentence. */
class ApiJsonFuzzTest {

  @FuzzTest(maxDuration = "1m")
  void anyLineIsARequestOrIsRefused(byte[] bytes) throws MalformedRequest {
    String line = new String(bytes, StandardCharsets.UTF_8);
    Request request;
    try {
      request = ApiJson.request(line);
    } catch (MalformedRequest e) {
      assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
      return;
    }
    assertThat(ApiJson.request(ApiJson.write(request))).isEqualTo(request);
  }
}
