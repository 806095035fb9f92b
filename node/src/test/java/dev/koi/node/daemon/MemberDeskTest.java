package dev.koi.node.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What {@code koi member list} says about the number of voters. */
final class MemberDeskTest {

  @Test
  void theNumberOfVotersIsJudged() {
    assertThat(MemberDesk.warnings(1)).singleElement().asString().contains("its loss stops failover");
    assertThat(MemberDesk.warnings(2)).singleElement().asString().contains("of either", "witness");
    assertThat(MemberDesk.warnings(3)).isEmpty();
    assertThat(MemberDesk.warnings(4)).singleElement().asString().contains("no more losses than 3");
    assertThat(MemberDesk.warnings(5)).isEmpty();
  }
}
