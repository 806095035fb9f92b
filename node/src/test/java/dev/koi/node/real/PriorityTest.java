package dev.koi.node.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class PriorityTest {

  private static final String NAMED = "77 (a b) 2 (c) S 1 77 77 0 -1 4194560 812 0 0 0 1 2 0 0 ";
  private static final String REST = "20 0 9 0 5 1 1 1 1 1 1 0 0 0 0 0 0 0 0 0 17 1 0 ";

  private static Priority ofPolicy(String policy) throws IOException {
    return Priority.of(NAMED + REST + policy + " 0 0 0 1 1 1 1 1 1 1 0\n");
  }

  @Test
  void isThatOfThePolicyWhateverTheProgramIsNamed() throws Exception {
    assertThat(ofPolicy("0")).isEqualTo(Priority.NORMAL);
    assertThat(ofPolicy("1")).isEqualTo(Priority.REALTIME);
    assertThat(ofPolicy("2")).isEqualTo(Priority.REALTIME);
    assertThat(ofPolicy("3 2")).as("batch").isEqualTo(Priority.NORMAL);
  }

  @Test
  void isReadFromTheKernel() throws Exception {
    assertThat(Priority.read()).isIn((Object[]) Priority.values());
  }

  @Test
  void isNotGuessed() {
    assertThatThrownBy(() -> Priority.of("77 (java) S 1\n"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("41 fields");
  }
}
