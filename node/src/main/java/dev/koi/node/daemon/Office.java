package dev.koi.node.daemon;

import dev.koi.core.agreed.Agreed;
import dev.koi.core.agreed.Change;
import dev.koi.core.elector.Decision;
import dev.koi.core.elector.Elector;
import dev.koi.core.elector.Leadership;
import dev.koi.core.elector.Situation;
import dev.koi.core.heard.Heard;
import dev.koi.core.time.Moment;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** What is agreed, and while this node leads, what it decides. */
final class Office {

  /** Decisions that follow from one another in one event; more means that two rules disagree. */
  private static final int LONGEST_CHAIN = 16;

  private final Self self;
  private final Diary diary;
  private final Memory memory;
  private final Agreement agreement;
  private final Leases leases;

  private Agreed agreed = Agreed.EMPTY;
  private @Nullable Leadership leadership;
  private long term;

  Office(Self self, Diary diary, Memory memory, Rule rule) {
    this.self = self;
    this.diary = diary;
    this.memory = memory;
    this.agreement = rule.agreement();
    this.leases = rule.leases();
  }

  Agreed agreed() {
    return agreed;
  }

  @Nullable Leadership leadership() {
    return leadership;
  }

  /** Of this node's leadership: another number with each. */
  long term() {
    return term;
  }

  /** A RENEW of the holder arrived, or a quorum confirmed it. */
  void note(Leadership next) {
    leadership = next;
  }

  /** This leader wants it; under Bully it is agreed with that. */
  void commit(Change change, Moment now) {
    if (leadership == null) {
      throw new IllegalStateException("only a leader commits: " + change);
    }
    if (change instanceof Change.Lapsed lapsed) {
      leases.close(lapsed.group(), lapsed.epoch()); // E4: first the silence, then the entry
    }
    agreement.propose(change);
    follow(now);
  }

  /**
   * The same, unless something is undecided: for what is asked again anyway until it is done.
   *
   * @return whether it was
   */
  boolean commitOnce(Change change, Moment now) {
    boolean settled = agreement.isSettled();
    if (settled) {
      commit(change, now);
    }
    return settled;
  }

  /** What is agreed by now. */
  void follow(Moment now) {
    for (Change change : agreement.committed()) {
      Leadership ruling = leadership;
      if (ruling != null) {
        agreed = agreed.replay(change);
        leadership = ruling.replay(change, now);
        forget(change);
      }
    }
  }

  /** A round of the holder before means nothing any more. */
  private void forget(Change change) {
    switch (change) {
      case Change.Granted c -> leases.drop(c.group());
      case Change.Adopted c -> leases.drop(c.group());
      case Change.Released c -> leases.drop(c.group());
      case Change.Lapsed c -> leases.drop(c.group());
      case Change.Unconfirmed _, Change.Recalled _, Change.Steered _, Change.Armed _ -> {}
      case Change.Maintained _, Change.Wished _ -> {}
    }
  }

  /** Begins to lead, or ceases, as the agreement has it. */
  void takeOver(Heard heard, Moment now) {
    boolean goesOn = leadership != null && term == agreement.term();
    if (agreement.leads() && !goesOn) {
      leases.dropAll();
      agreement.committed(); // it is in what this leader begins with
      Agreement.Takeover begin = agreement.takeOver(agreed, heard, now);
      term = agreement.term();
      agreed = begin.agreed();
      leadership = Leadership.begin(agreed, self.began(), begin.confirmed(), now);
      if (agreed.revision() == 0 && memory.isMaintained()) {
        // Nobody here knows better: the cluster begins anew, and was in maintenance or is told to be.
        commit(new Change.Maintained(true), now);
      }
    } else if (!agreement.leads() && leadership != null) {
      leadership = null;
      leases.dropAll();
    }
  }

  /** Follows the leader, whose copy this is; null if it says none. */
  void copy(@Nullable Agreed leaders) {
    agreed = agreement.copy(agreed, leaders);
  }

  /** Everything that follows for the groups. */
  void decide(BiFunction<Leadership, Moment, Situation> situation, Moment now) {
    for (int i = 0; i < LONGEST_CHAIN; i++) {
      Leadership ruling = leadership;
      if (ruling == null || !agreement.isSettled()) {
        return;
      }
      ruling = Elector.counted(situation.apply(ruling, now));
      leadership = ruling;
      Decision decision = Elector.decide(situation.apply(ruling, now));
      decision.reasons().forEach(diary::note);
      if (decision.changes().isEmpty()) {
        return;
      }
      decision.changes().forEach(change -> commit(change, now));
    }
    throw new IllegalStateException("the elector's rules disagree about " + agreed);
  }
}
