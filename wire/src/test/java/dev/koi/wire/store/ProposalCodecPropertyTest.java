package dev.koi.wire.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.core.raft.Bytes;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ProposalCodecPropertyTest {

  @Provide
  Arbitrary<Proposal> proposals() {
    return StoreArbitraries.proposals();
  }

  @Property
  void whatIsWrittenIsRead(@ForAll("proposals") Proposal proposal) throws MalformedProposal {
    Bytes bytes = ProposalCodec.encode(proposal);
    Proposal again = ProposalCodec.decode(bytes);
    assertThat(again).isEqualTo(proposal);
    assertThat(ProposalCodec.encode(again)).isEqualTo(bytes);
  }

  @Property
  void damagedBytesAreAProposalOrMalformedAndNothingElse(
      @ForAll("proposals") Proposal proposal, @ForAll long seed) {
    byte[] bytes = ProposalCodec.encode(proposal).toArray();
    Random random = new Random(seed);
    for (int i = 0; i < 20; i++) {
      byte[] damaged = Arrays.copyOf(bytes, random.nextInt(bytes.length + 3));
      for (int flips = random.nextInt(3); flips > 0 && damaged.length > 0; flips--) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      assertReadableOrMalformed(damaged);
    }
  }

  @Property
  void anyBytesAreAProposalOrMalformedAndNothingElse(@ForAll byte[] bytes) {
    assertReadableOrMalformed(bytes);
  }

  private static void assertReadableOrMalformed(byte[] bytes) {
    Proposal proposal;
    try {
      proposal = ProposalCodec.decode(Bytes.wrap(bytes));
    } catch (MalformedProposal e) {
      assertThat(e.getMessage()).isNotBlank();
      return;
    }
    try {
      assertThat(ProposalCodec.decode(ProposalCodec.encode(proposal))).isEqualTo(proposal);
    } catch (MalformedProposal e) {
      throw new AssertionError(proposal + " was read but cannot be written", e);
    }
  }
}
