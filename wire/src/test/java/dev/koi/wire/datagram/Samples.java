package dev.koi.wire.datagram;

import dev.koi.core.agreed.Agreed;
import dev.koi.core.agreed.GroupState;
import dev.koi.core.agreed.Holder;
import dev.koi.core.agreed.Recall;
import dev.koi.core.agreed.Wish;
import dev.koi.core.lease.Arming;
import dev.koi.core.lease.Profile;
import dev.koi.core.message.Action;
import dev.koi.core.message.Card;
import dev.koi.core.message.Claim;
import dev.koi.core.message.FailureNote;
import dev.koi.core.message.GroupReport;
import dev.koi.core.message.Held;
import dev.koi.core.message.Message;
import dev.koi.core.message.NodeState;
import dev.koi.core.message.Promise;
import dev.koi.core.message.Seat;
import dev.koi.core.message.ServiceReport;
import dev.koi.core.message.ServiceState;
import dev.koi.core.name.Epoch;
import dev.koi.core.name.GroupName;
import dev.koi.core.name.Incarnation;
import dev.koi.core.name.NodeId;
import dev.koi.core.name.NodeName;
import dev.koi.core.name.ServiceName;
import dev.koi.core.raft.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One message of each kind and shape, as the golden files hold them. */
final class Samples {

  private static final NodeId A =
      new NodeId(new UUID(0xaaaa_0000_0000_4000L, 0x8000_0000_0000_0001L));
  private static final NodeId B =
      new NodeId(new UUID(0xbbbb_0000_0000_4000L, 0x8000_0000_0000_0002L));
  private static final Incarnation RUN_A =
      new Incarnation(A, new UUID(0x1111_0000_0000_4000L, 0x8000_0000_0000_0003L), 0x5a5aL);
  private static final Incarnation RUN_B =
      new Incarnation(B, new UUID(0x2222_0000_0000_4000L, 0x8000_0000_0000_0004L), -2);
  private static final GroupName GROUP = GroupName.DEFAULT;
  private static final Epoch SEVEN = new Epoch(7);
  private static final Promise PROMISE =
      new Promise(GROUP, SEVEN, RUN_A, Profile.FAST.lease(), false, Duration.ofNanos(1_234_567), false);

  private Samples() {}

  static SortedMap<String, Message> all() {
    SortedMap<String, Message> all = new TreeMap<>();
    all.put("heartbeat-listening", heartbeat(new Claim.Listening(), null, List.of()));
    all.put("heartbeat-following", heartbeat(new Claim.Following(A), agreed(), List.of(PROMISE)));
    all.put("heartbeat-candidate", heartbeat(new Claim.Candidate(), Agreed.EMPTY, List.of()));
    all.put("heartbeat-leading", heartbeat(new Claim.Leading(3, true, 0), agreed(), List.of(PROMISE)));
    all.put("heartbeat-elected", seated(new Seat(B.uuid(), A.uuid(), true)));
    all.put("heartbeat-follower", seated(new Seat(B.uuid(), A.uuid(), true, 7)));
    all.put("heartbeat-founding", seated(new Seat(B.uuid(), null, false)));
    all.put("heartbeat-unconfirmed", heartbeat(new Claim.Listening(), unconfirmed(), List.of()));
    all.put("letter", new Message.Letter(Bytes.wrap(new byte[] {1, 2, 3})));
    all.put("pulse", pulse());
    all.put("unheard", new Message.Unheard(1000));
    all.put("report", report());
    all.put("report-resting", resting());
    all.put("heartbeat-wishes", heartbeat(new Claim.Listening(), wished(), List.of()));
    all.put("report-seen", new Message.ReportSeen(42));
    all.put("renew", new Message.Renew(GROUP, SEVEN, RUN_A, -1, 0));
    all.put("renew-disarmed", new Message.Renew(GROUP, SEVEN, RUN_A, -1, 3));
    all.put("lease", lease(false));
    all.put("lease-pinned", lease(true));
    all.put("revoked", new Message.Revoked(GROUP, SEVEN, RUN_A, Epoch.of(1, 0)));
    all.put("released", new Message.Released(GROUP, SEVEN, RUN_A));
    all.put("unconfirmed", new Message.Unconfirmed(GROUP, SEVEN, RUN_A));
    all.put("gone", new Message.Gone(RUN_A));
    all.put("confirm-ask", ask(Epoch.NONE, null));
    all.put("confirm-ask-freed", ask(new Epoch(6), RUN_B));
    all.put(
        "confirm-ask-pin",
        new Message.ConfirmAsk(
            9,
            GROUP,
            SEVEN,
            RUN_A,
            Profile.FAST.lease(),
            Epoch.NONE,
            null,
            new Arming(3, true)));
    all.put("confirm-reply-pinned", new Message.ConfirmReply(9, GROUP, SEVEN, true, true, null));
    all.put("confirm-reply-yes", new Message.ConfirmReply(9, GROUP, SEVEN, true, false, null));
    all.put("confirm-reply-no", new Message.ConfirmReply(9, GROUP, SEVEN, false, false, PROMISE));
    all.put("ask", new Message.Ask(5, "{\"verb\":\"status\"}"));
    all.put(
        "answer",
        new Message.Answer(5, "{\"verdict\":\"OK\",\"who\":\"J\u00fcrgen \ud83d\udc1f\"}"));
    all.put("farewell", new Message.Farewell(null));
    all.put("farewell-successor", new Message.Farewell(B));
    return all;
  }

  private static Message heartbeat(Claim claim, @Nullable Agreed agreed, List<Promise> promises) {
    Card card = new Card(RUN_A, new NodeName("a"), true, false, -5, "0.1.0", Duration.ofHours(1));
    return new Message.Heartbeat(
        card, claim, agreed, promises, Duration.ofMillis(720), List.of(A, B), 1000, 999, null);
  }

  private static Message seated(Seat seat) {
    Card card = new Card(RUN_A, new NodeName("a"), true, false, 0, "0.1.0", Duration.ofHours(1));
    Claim claim = seat.founded() ? new Claim.Leading(2, true, 7) : new Claim.Listening();
    return new Message.Heartbeat(
        card, claim, pinned(), List.of(), Duration.ZERO, List.of(B), 1000, 999, seat);
  }

  private static Agreed pinned() {
    Holder holder = new Holder(RUN_A, Profile.NORMAL.lease());
    SortedMap<GroupName, GroupState> groups = new TreeMap<>();
    groups.put(GROUP, new GroupState(SEVEN, holder, null, false, null, new Arming(3, true), false));
    return new Agreed(13, true, groups, new TreeMap<>());
  }

  private static Agreed unconfirmed() {
    Holder holder = new Holder(RUN_A, Profile.NORMAL.lease());
    SortedMap<GroupName, GroupState> groups = new TreeMap<>();
    groups.put(GROUP, new GroupState(SEVEN, holder, null, false, null, Arming.ARMED, true));
    return new Agreed(14, false, groups, new TreeMap<>());
  }

  private static Message pulse() {
    List<Duration> ages = List.of(Duration.ofMillis(80), Duration.ZERO);
    return new Message.Pulse(0x5a5aL, 1000, 1003, 999, Duration.ofMillis(600), Duration.ofHours(1), ages);
  }

  private static Agreed agreed() {
    SortedMap<GroupName, GroupState> groups = new TreeMap<>();
    Holder holder = new Holder(RUN_A, Profile.NORMAL.lease());
    groups.put(GROUP, new GroupState(SEVEN, holder, Recall.MOVE, false, B, Arming.ARMED, false));
    groups.put(new GroupName("db"), new GroupState(Epoch.NONE, null, null, true, null, Arming.ARMED, false));
    return new Agreed(12, true, groups, new TreeMap<>());
  }

  private static Message report() {
    ServiceReport started =
        new ServiceReport(
            new ServiceName("ping"), ServiceState.STARTED, Action.STATUS, false, "it pings");
    ServiceReport failed =
        new ServiceReport(new ServiceName("web server"), ServiceState.FAILED, null, true, "");
    Held held = new Held(SEVEN, Profile.FAST.lease(), Held.Phase.DEMOTING);
    return new Message.Report(
        3,
        List.of(
            new GroupReport(
                GROUP,
                NodeState.FAILED,
                SEVEN,
                Epoch.NONE,
                held,
                false,
                false,
                Duration.ZERO,
                List.of(started, failed),
                List.of()),
            new GroupReport(
                new GroupName("db"),
                NodeState.SLAVE,
                Epoch.NONE,
                Epoch.NONE,
                null,
                true,
                false,
                null,
                List.of(),
                List.of())));
  }

  private static Message resting() {
    FailureNote note = new FailureNote(2, 1_800_000_000_000L, "web: status failed: exit code 1");
    return new Message.Report(
        43,
        List.of(
            new GroupReport(
                GROUP,
                NodeState.SLAVE,
                SEVEN,
                new Epoch(6),
                null,
                true,
                true,
                null,
                List.of(),
                List.of(note))));
  }

  private static Message lease(boolean pinned) {
    return new Message.Lease(GROUP, SEVEN, RUN_A, 17, Profile.WATCHDOG.lease(), pinned);
  }

  private static Agreed wished() {
    SortedMap<NodeId, Wish> wishes = new TreeMap<>();
    wishes.put(B, new Wish(true, 2));
    return new Agreed(13, false, new TreeMap<>(), wishes);
  }

  private static Message ask(Epoch freed, @Nullable Incarnation from) {
    return new Message.ConfirmAsk(9, GROUP, SEVEN, RUN_A, Profile.FAST.lease(), freed, from, Arming.ARMED);
  }
}
