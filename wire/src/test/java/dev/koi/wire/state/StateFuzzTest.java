package dev.koi.wire.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.koi.core.agreed.DurableState;

/** A state file of any bytes is read as itself, or is damage. */
class StateFuzzTest {

  @FuzzTest(maxDuration = "1m")
  void anyBytesAreAStateOrDamage(byte[] bytes) throws DamagedState {
    DurableState state;
    try {
      state = StateCodec.decode(bytes);
    } catch (DamagedState _) {
      return;
    }
    assertThat(StateCodec.decode(StateCodec.encode(state))).isEqualTo(state);
  }
}
