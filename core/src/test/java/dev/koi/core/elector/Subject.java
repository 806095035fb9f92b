package dev.koi.core.elector;

import dev.koi.core.agreed.Agreed;
import dev.koi.core.agreed.GroupState;
import dev.koi.core.agreed.Holder;
import dev.koi.core.agreed.Pin;
import dev.koi.core.lease.Profile;
import dev.koi.core.lease.PromiseBook;
import dev.koi.core.lease.PromiseBook.Verdict;
import dev.koi.core.lease.Timing;
import dev.koi.core.message.Card;
import dev.koi.core.message.Claim;
import dev.koi.core.message.GroupReport;
import dev.koi.core.message.Held;
import dev.koi.core.message.Message.ConfirmAsk;
import dev.koi.core.message.Message.Heartbeat;
import dev.koi.core.message.Message.Released;
import dev.koi.core.message.Message.Report;
import dev.koi.core.message.NodeState;
import dev.koi.core.message.Seat;
import dev.koi.core.name.Cast;
import dev.koi.core.name.Epoch;
import dev.koi.core.name.GroupName;
import dev.koi.core.name.NodeName;
import dev.koi.core.time.Moment;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One node of a {@link Court}: an elector with a book, a runner that takes and gives up. */
final class Subject {

  static final Timing FAST = Profile.FAST.lease();

  /** To which all belong who do not say otherwise. */
  static final UUID STORE = new UUID(0, 13);

  private static final Duration TO_DEMOTE = Duration.ofMillis(30);

  final String name;
  boolean elector = true;
  boolean runner = true;
  boolean heard = true;
  boolean takes = true;
  boolean ready = true;
  boolean renews = true;
  boolean demotes = true;
  boolean refuses;
  int arming;
  String follows = "a";
  Epoch highest = Epoch.NONE;
  @Nullable Moment failed;
  @Nullable Agreed copy;
  private @Nullable Seat seat;
  PromiseBook book;

  private final Moment began;
  private @Nullable Epoch held;
  private @Nullable Moment taken;
  private @Nullable Moment answered;
  private @Nullable Moment recalled;
  private @Nullable Moment sent;
  private long pulse;

  Subject(String name, Duration uptime, Moment now) {
    this.name = name;
    this.began = now.minus(uptime);
    // It started more than W ago, so it is not mute.
    Moment before = now.minus(Duration.ofSeconds(10));
    this.book = PromiseBook.open(before, Duration.ZERO, new TreeMap<>(), new TreeMap<>());
  }

  void sit(String where) {
    UUID me = Cast.node(name).uuid();
    seat =
        switch (where) {
          case "bully" -> null;
          case "here" -> new Seat(me, STORE, true);
          case "blank" -> new Seat(me, null, false);
          default -> new Seat(me, new UUID(0, 14), true);
        };
  }

  Heartbeat heartbeat(long echo, Moment now) {
    boolean leads = follows.equals(name);
    Claim claim =
        leads ? new Claim.Leading(1, true, 0) : new Claim.Following(Cast.node(follows));
    Card card =
        new Card(
            Cast.run(name), new NodeName(name), elector, runner, 0, "1", now.since(began));
    return new Heartbeat(
        card, claim, copy, book.promises(now), mute(now), List.of(), ++pulse, echo, seat);
  }

  Report report(Moment now) {
    Held holds =
        held == null ? null : new Held(held, FAST, Held.Phase.PROMOTED);
    NodeState state = held != null ? NodeState.MASTER : ready ? NodeState.SLAVE : NodeState.LIVE;
    Duration ago = failed == null ? null : now.since(failed);
    return new Report(
        pulse,
        List.of(
            new GroupReport(
                Cast.DB,
                state,
                highest,
                Epoch.NONE,
                holds,
                ready,
                false,
                ago,
                List.of(),
                List.of())));
  }

  @Nullable Epoch held() {
    return held;
  }

  void take(Epoch epoch, Moment now) {
    held = epoch;
    highest = highest.max(epoch);
    taken = now;
    answered = null;
    sent = null;
    arming = 0;
  }

  /** Revoked, or by its own clock: unanswered until Lsoft, or from the first on for W. */
  void giveUp() {
    held = null;
    recalled = null;
  }

  void tick(Moment now) {
    boolean lapsed =
        answered == null
            ? taken != null && now.since(taken).compareTo(FAST.electorWait()) > 0
            : now.since(answered).compareTo(FAST.soft()) >= 0;
    if (held != null && lapsed && !isDisarmed()) {
      giveUp();
    }
  }

  /** The leader's word reaches the runner: it takes what it is granted. */
  void told(GroupState state, Moment now) {
    Holder holder = state.holder();
    boolean mine = holder != null && holder.incarnation().equals(Cast.run(name));
    if (mine && held == null && takes && state.epoch().isAfter(highest)) {
      take(state.epoch(), now);
    }
    recalled = mine && state.recall() != null ? (recalled == null ? now : recalled) : null;
  }

  /** The release that it tells now, null if none. */
  @Nullable Released releases(Moment now) {
    boolean done =
        recalled != null
            && demotes
            && now.since(recalled).compareTo(TO_DEMOTE) >= 0;
    if (!done || held == null) {
      return null;
    }
    Released word = new Released(Cast.DB, held, Cast.run(name));
    giveUp();
    return word;
  }

  /** Whether its RENEW leaves now. */
  boolean renewsNow(Moment now) {
    boolean due = sent == null || !now.isBefore(sent.plus(FAST.renew()));
    if (held == null || !renews || !due) {
      return false;
    }
    sent = now;
    return true;
  }

  boolean confirms(ConfirmAsk ask, Moment now) {
    if (refuses || !(book.ask(ask, now) instanceof Verdict.Confirmed yes)) {
      return false;
    }
    book = yes.book();
    highest = highest.max(ask.epoch());
    return true;
  }

  void answered(boolean pinned, Moment now) {
    answered = now;
    arming += pinned && !isDisarmed() ? 1 : 0;
  }

  /** Maintenance is over: the deadlines hold again, from now on. */
  void rearm(Moment now) {
    if (isDisarmed()) {
      arming++;
      answered = now;
      sent = null;
    }
  }

  private boolean isDisarmed() {
    return arming % 2 == 1;
  }

  /** What its book would have on disk. */
  SortedMap<GroupName, Pin> pins() {
    SortedMap<GroupName, Pin> pins = new TreeMap<>();
    Pin pin = book.pin(Cast.DB);
    if (pin != null) {
      pins.put(Cast.DB, pin);
    }
    return pins;
  }

  String describe() {
    String hold = held == null ? "" : " holds " + held;
    return name + hold + (answered == null ? ", not answered" : "");
  }

  private Duration mute(Moment now) {
    Duration left = book.muteAt(now);
    return left.isNegative() ? Duration.ZERO : left;
  }
}
