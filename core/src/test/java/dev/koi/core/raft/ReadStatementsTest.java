package dev.koi.core.raft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.core.raft.RaftMessage.Append;
import dev.koi.core.raft.RaftMessage.Vote;
import dev.koi.core.reason.RaftReason.Refusal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the thesis says in 6.4 of reads; SAFETY E3 asks the same of a lease. */
class ReadStatementsTest {

  private static List<Long> ready(List<RaftOutput> outputs) {
    return Lone.all(outputs, RaftOutput.ReadReady.class).stream()
        .map(RaftOutput.ReadReady::id)
        .toList();
  }

  /** 6.4: "the leader needs to make sure it has not been superseded ... a new round of heartbeats". */
  @Test
  void aReadWaitsForARoundThatIsSentAfterIt() {
    Lone a = Lone.of("a", "b", "c").leadFirmly();
    List<RaftOutput> outputs = a.tell(new RaftInput.Read(1));
    Append ask = Lone.the(outputs, "b", Append.class);
    assertThat(ask.ask()).isNotNull().extracting(RaftMessage.Ask::round).isEqualTo(1L);
    assertThat(ready(a.confirm("b", 0))).isEmpty();
    assertThat(ready(a.confirm("b", 1))).containsExactly(1L);
  }

  /** What is asked during a round waits for the next: that round began before. */
  @Test
  void whoAsksDuringARoundWaitsForTheNext() {
    Lone a = Lone.of("a", "b", "c").leadFirmly();
    a.tell(new RaftInput.Read(1));
    a.tell(new RaftInput.Read(2));
    a.tell(new RaftInput.Read(3));
    List<RaftOutput> outputs = a.confirm("b", 1);
    assertThat(ready(outputs)).containsExactly(1L);
    assertThat(Lone.sent(outputs, "c", Append.class)).isNotNull();
    assertThat(ready(a.confirm("c", 1))).isEmpty();
    assertThat(ready(a.confirm("c", 2))).containsExactly(2L, 3L);
  }

  /** Not by an honest member; but a lease hangs on it. */
  @Test
  void whoConfirmsARoundThatNeverBeganConfirmsNoneOfLater() {
    Lone a = Lone.of("a", "b", "c").leadFirmly();
    a.confirm("b", 1_000);
    assertThat(ready(a.tell(new RaftInput.Read(1)))).isEmpty();
    assertThat(ready(a.confirm("b", 1))).containsExactly(1L);
  }

  /** 6.4, step 1: it waits until an entry of the leader's own term is committed. */
  @Test
  void aReadWaitsForTheFirstEntryOfTheTerm() {
    Lone a = Lone.withLog(1, 1).lead();
    a.tell(new RaftInput.Read(1));
    assertThat(ready(a.confirm("b", 1))).isEmpty();
    List<RaftOutput> outputs = a.ack("b", 3);
    assertThat(Lone.all(outputs, RaftOutput.ReadReady.class))
        .containsExactly(new RaftOutput.ReadReady(1, 3));
  }

  /** 6.4, step 2: the read is answered from what was committed when it was asked, or later. */
  @Test
  void aReadSeesWhatWasCommittedBeforeIt() {
    Lone a = Lone.of("a", "b", "c").leadFirmly();
    a.propose("x");
    a.ack("b", 2);
    a.tell(new RaftInput.Read(1));
    assertThat(Lone.all(a.confirm("c", 1), RaftOutput.ReadReady.class))
        .containsExactly(new RaftOutput.ReadReady(1, 2));
  }

  /** Unanswered, a round is repeated like everything else. */
  @Test
  void aRoundIsRepeatedUntilItIsAnswered() {
    Lone a = Lone.of("a", "b", "c").leadFirmly();
    a.ack("c", 1);
    a.tell(new RaftInput.Read(1));
    assertThat(Lone.sent(a.pass(9), "c", Append.class)).isNull();
    assertThat(Lone.sent(a.pass(1), "c", Append.class)).isNotNull();
    a.confirm("c", 1);
    assertThat(Lone.sent(a.pass(15), "c", Append.class)).isNull();
  }

  @Test
  void whoIsDeposedAnswersNoRead() {
    Lone a = Lone.of("a", "b", "c").leadFirmly();
    a.tell(new RaftInput.Read(1));
    List<RaftOutput> outputs = a.hear("c", 4, new Vote(0, 0, true));
    assertThat(Lone.refusals(outputs)).containsExactly(new Refusal.LostLeadership());
    assertThat(Lone.refusals(a.tell(new RaftInput.Read(2))))
        .containsExactly(new Refusal.NotLeader(null));
  }

  @Test
  void whoIsAloneAsksNobody() {
    Lone a = Lone.of("a");
    a.pass(180);
    assertThat(ready(a.tell(new RaftInput.Read(1)))).containsExactly(1L);
    assertThat(ready(a.tell(new RaftInput.Read(2)))).containsExactly(2L);
  }

  /** E5b: a leader confirms itself with each round, and says so when it votes for another. */
  @Test
  void aLeaderCountsItsOwnConfirmations() {
    Lone a = Lone.of("a", "b", "c").leadFirmly();
    a.pass(20);
    a.tell(new RaftInput.Read(1));
    a.confirm("b", 1);
    a.pass(30);
    assertThat(Lone.sent(a.hear("c", 4, new Vote(9, 1, true)), "c", RaftMessage.Voted.class))
        .isEqualTo(new RaftMessage.Voted(true, Duration.ofMillis(30)));
  }
}
