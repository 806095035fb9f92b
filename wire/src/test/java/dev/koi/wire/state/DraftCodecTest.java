package dev.koi.wire.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.koi.core.founding.Draft;
import dev.koi.core.name.MemberId;
import dev.koi.core.name.NodeName;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What an elector without a journal keeps. */
class DraftCodecTest {

  private static final MemberId A = new MemberId(new NodeName("a"), new UUID(1, 2));
  private static final MemberId B = new MemberId(new NodeName("b"), new UUID(3, 4));

  @Test
  void aDraftComesBackAsItWas() throws Exception {
    for (Draft draft : List.of(Draft.of(A), new Draft(A, List.of(B, A)))) {
      assertThat(DraftCodec.decode(DraftCodec.encode(draft))).isEqualTo(draft);
    }
  }

  @Test
  void aPersonCanReadIt() {
    assertThat(new String(DraftCodec.encode(new Draft(A, List.of(A, B))), StandardCharsets.UTF_8))
        .isEqualTo(
            """
            koi draft 1
            self a 00000000-0000-0001-0000-000000000002
            founder a 00000000-0000-0001-0000-000000000002
            founder b 00000000-0000-0003-0000-000000000004
            """);
  }

  @Test
  void whatIsCutOrChangedIsNoDraft() {
    for (String text :
        List.of(
            "",
            "koi draft 1\n",
            "koi draft 2\nself a 00000000-0000-0001-0000-000000000002\n",
            "koi draft 1\nself a\n",
            "koi draft 1\nself a 1-2\u00ff\n",
            "koi draft 1\nself a% 00000000-0000-0001-0000-000000000002\n",
            "koi draft 1\nself a 00000000-0000-0001-0000-000000000002\nfounded a x\n")) {
      assertThatThrownBy(() -> DraftCodec.decode(text.getBytes(StandardCharsets.UTF_8)))
          .as(text)
          .isInstanceOf(DamagedState.class);
    }
    assertThatThrownBy(() -> DraftCodec.decode(new byte[] {(byte) 0xff, 1}))
        .isInstanceOf(DamagedState.class);
  }
}
