package dev.koi.wire.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.koi.core.raft.Bytes;

/** Whatever an entry holds: a proposal that is written and read as itself, or one checked exception. */
class ProposalFuzzTest {

  @FuzzTest(maxDuration = "1m")
  void anyBytesAreAProposalOrAreRefused(byte[] bytes) throws MalformedProposal {
    Proposal proposal;
    try {
      proposal = ProposalCodec.decode(Bytes.copyOf(bytes));
    } catch (MalformedProposal _) {
      return;
    }
    assertThat(ProposalCodec.decode(ProposalCodec.encode(proposal))).isEqualTo(proposal);
  }
}
