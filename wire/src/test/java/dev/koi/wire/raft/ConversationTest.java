package dev.koi.wire.raft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.core.name.MemberId;
import dev.koi.core.raft.Bytes;
import dev.koi.core.raft.Envelope;
import dev.koi.core.raft.Members;
import dev.koi.core.raft.MembersChange;
import dev.koi.core.raft.RaftInput;
import dev.koi.core.raft.RaftMessage;
import dev.koi.core.raft.RaftSettings;
import dev.koi.core.raft.Stored;
import dev.koi.core.time.Moment;
import dev.koi.wire.datagram.MalformedMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Core's own members talk in bytes, while messages are lost, doubled and late, disks are slow, members
 * are cut off, crash, come and go: nothing that they say in earnest is refused or takes more room than
 * promised. A refusal that is too strict would be an outage, and no test of single messages shows it.
 */
class ConversationTest {

  private static final int MESSAGE_BYTES = 500;
  private static final RaftSettings.Pace PACE =
      new RaftSettings.Pace(Duration.ofMillis(15), Duration.ofMillis(60), Duration.ofMillis(90));
  private static final RaftSettings.Limits LIMITS = new RaftSettings.Limits(MESSAGE_BYTES, 4, 3);

  private static final List<MemberId> ALL =
      List.of(Samples.A, Samples.B, Samples.C, Samples.member("d", 4));

  @Test
  void whateverMembersSayIsUnderstood() throws Exception {
    Set<Class<?>> heard = new HashSet<>();
    for (int seed = 0; seed < 10; seed++) {
      new Council(new Random(seed), heard).talk();
    }
    assertThat(heard).isEqualTo(Set.of(RaftMessage.class.getPermittedSubclasses()));
  }

  private static final class Council {

    private final Random random;
    private final Set<Class<?>> heard;
    private final TreeMap<MemberId, Speaker> speakers = new TreeMap<>();
    private final List<byte[]> underWay = new ArrayList<>();
    private MemberId cutOff = Samples.A;
    private long nanos;
    private long orders;

    Council(Random random, Set<Class<?>> heard) {
      this.random = random;
      this.heard = heard;
      Members founders = Members.of(ALL.subList(0, 3));
      for (MemberId id : ALL) {
        var settings = new RaftSettings(Samples.CLUSTER, id, PACE, LIMITS);
        Stored stored = founders.has(id) ? Stored.founder(founders) : Stored.joiner();
        speakers.put(id, new Speaker(settings, stored, random));
      }
    }

    void talk() throws MalformedMessage {
      for (int turn = 0; turn < 5_000; turn++) {
        nanos += random.nextInt(2_000_000);
        cutOff = random.nextInt(200) == 0 ? anyone().id : cutOff;
        for (Speaker speaker : speakers.values()) {
          post(speaker.woken(now()));
          post(random.nextInt(3) == 0 ? speaker.flushed(now()) : List.of());
        }
        for (int i = random.nextInt(6); i > 0 && !underWay.isEmpty(); i--) {
          deliver();
        }
        disturb();
      }
    }

    private void disturb() throws MalformedMessage {
      Speaker one = anyone();
      switch (random.nextInt(40)) {
        case 0 -> one.restarted(now());
        case 1, 2 -> order(new RaftInput.SnapshotTaken(one.state().commit(), bytes(3_000)), one);
        case 3 -> order(new RaftInput.Transfer(orders++, null), one);
        case 4 -> order(change(new MembersChange.AddLearner(anyone().id)), one);
        case 5 -> order(change(new MembersChange.Promote(anyone().id)), one);
        case 6 -> order(change(new MembersChange.Remove(anyone().id)), one);
        case 7, 8, 9 -> order(new RaftInput.Read(orders++), one);
        default -> order(new RaftInput.Propose(orders++, List.of(bytes(400), bytes(0))), one);
      }
    }

    private RaftInput change(MembersChange change) {
      return new RaftInput.ChangeMembers(orders++, change);
    }

    private void order(RaftInput input, Speaker speaker) throws MalformedMessage {
      post(speaker.told(input, now()));
    }

    private void post(List<Envelope> said) throws MalformedMessage {
      for (Envelope envelope : said) {
        byte[] bytes = EnvelopeCodec.encode(envelope);
        assertThat(EnvelopeCodec.decode(bytes)).isEqualTo(envelope);
        assertThat(bytes.length)
            .isLessThanOrEqualTo(
                MESSAGE_BYTES + EnvelopeCodec.OVERHEAD + ALL.size() * EnvelopeCodec.MEMBER_BYTES);
        heard.add(envelope.message().getClass());
        underWay.add(bytes);
      }
    }

    /** Any of what is under way, in any order; now and then it comes again, or never. */
    private void deliver() throws MalformedMessage {
      int at = random.nextInt(Math.min(underWay.size(), 5));
      byte[] bytes = random.nextInt(20) == 0 ? underWay.get(at) : underWay.remove(at);
      Envelope envelope = EnvelopeCodec.decode(bytes);
      boolean cut = envelope.from().equals(cutOff) || envelope.to().equals(cutOff);
      Speaker to = speakers.get(envelope.to());
      if (!cut && to != null && random.nextInt(20) != 0) {
        post(to.told(new RaftInput.Received(envelope), now()));
      }
    }

    private Speaker anyone() {
      return List.copyOf(speakers.values()).get(random.nextInt(speakers.size()));
    }

    private Bytes bytes(int most) {
      byte[] bytes = new byte[random.nextInt(most + 1)];
      random.nextBytes(bytes);
      return Bytes.wrap(bytes);
    }

    private Moment now() {
      return Moment.ofNanos(nanos);
    }
  }
}
