package dev.koi.node.daemon;

import dev.koi.core.heard.Peer;
import dev.koi.core.lease.RunnerLease;
import dev.koi.core.message.Message.Released;
import dev.koi.core.message.Message.Renew;
import dev.koi.core.name.GroupName;
import dev.koi.core.name.NodeId;
import dev.koi.core.tenure.Tenure;
import dev.koi.core.time.Moment;
import dev.koi.core.time.RoundTrip;
import dev.koi.node.port.Entropy;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a holder says to the electors: RENEW while it keeps its epoch (SAFETY R2), RELEASED after it. */
final class Renewing {

  private static final Duration WORD_PAUSE = Duration.ofMillis(20);

  private final Self self;
  private final Post post;
  private final Memory memory;
  private final Entropy entropy;
  private final GroupName group;
  private @Nullable Moment worded;
  private RoundTrip roundTrip = RoundTrip.UNKNOWN;

  Renewing(Self self, Gear gear, Memory memory, GroupName group) {
    this.self = self;
    this.post = gear.post();
    this.memory = memory;
    this.entropy = gear.ports().entropy();
    this.group = group;
  }

  /**
   * Whom a RENEW can reach, and whether it is a good moment.
   *
   * @param early a heartbeat leaves just now: a RENEW that is due before the next one goes with it
   * @param backed whether the guards hold what it would say
   */
  record Occasion(
      @Nullable NodeId leader, List<Peer> electors, boolean early, Predicate<RunnerLease> backed) {}

  /** An answer took this long; null: it was no answer to a question of ours. */
  void took(@Nullable Duration time) {
    roundTrip = time == null ? roundTrip : roundTrip.measured(time);
  }

  void renew(Occasion to, Moment now) {
    Tenure tenure = memory.tenure(group);
    RunnerLease lease = tenure.lease();
    if (lease == null || lease.ended() || !to.backed().test(lease)) {
      return;
    }
    boolean again = lease.lastSent() != null && lease.asked().containsValue(lease.lastSent());
    Moment by = to.early() && !again ? now.plus(self.heartbeat().dividedBy(2)) : now;
    if (by.isBefore(lease.renewAt(roundTrip.retry()))) {
      return;
    }
    long nonce = entropy.draw();
    memory.put(tenure.withLease(lease.sent(nonce, now)));
    Renew renew = new Renew(group, lease.epoch(), self.incarnation(), nonce, lease.arming());
    if (to.leader() != null) {
      post.to(to.leader(), renew, now);
    }
    // Unanswered: perhaps the way to the leader is cut, and another elector can pass it on.
    for (Peer peer : again ? to.electors() : List.<Peer>of()) {
      if (!peer.id().equals(to.leader()) && !peer.id().equals(self.id())) {
        post.to(peer.id(), renew, now);
      }
    }
  }

  void tellWord(List<Peer> electors, Moment now) {
    Tenure.Word word = memory.tenure(group).word();
    boolean due = worded == null || !now.isBefore(worded.plus(WORD_PAUSE));
    if (word == null || !due) {
      worded = word == null ? null : worded;
      return;
    }
    worded = now;
    Released released = word.released();
    electors.forEach(peer -> post.to(peer.id(), released, now));
  }

  Moment nextWake(Moment atLatest) {
    Tenure tenure = memory.tenure(group);
    RunnerLease lease = tenure.lease();
    Moment next =
        lease == null || lease.ended()
            ? atLatest
            : atLatest.min(lease.renewAt(roundTrip.retry()));
    return tenure.word() == null || worded == null ? next : next.min(worded.plus(WORD_PAUSE));
  }
}
