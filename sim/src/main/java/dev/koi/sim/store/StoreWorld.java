package dev.koi.sim.store;

import dev.koi.core.name.MemberId;
import dev.koi.core.name.NodeName;
import dev.koi.core.raft.Bytes;
import dev.koi.core.raft.Members;
import dev.koi.core.raft.RaftSettings;
import dev.koi.core.raft.Stored;
import dev.koi.core.reason.RaftReason;
import dev.koi.sim.Chance;
import dev.koi.sim.Faults;
import dev.koi.sim.Timeline;
import dev.koi.sim.Trace;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Members, their clients, and all that goes wrong, from one seed. */
final class StoreWorld {

  private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");
  private static final int CLIENTS = 6;

  /** Small, so that much is said in pieces: some entries of one log are agreed long before others. */
  private static final List<Integer> MESSAGE_BYTES = List.of(220, 1_000);

  /** A key is used for so long, so that what was seen of it can be explained in reasonable time. */
  private static final long KEY_NANOS = 10_000_000_000L;

  private static final int KEYS = 2;

  private final Timeline timeline = new Timeline();
  private final Trace trace;
  private final Truth truth;
  private final Faults faults;
  private final Wires wires;
  private final Chance chance;
  private final Storm storm;
  private final RaftSettings.Limits limits;

  /** Who bears a name now. */
  private final Map<String, Member> members = new TreeMap<>();

  private final List<Client> clients = new ArrayList<>();
  private long drawn;
  private long settled;

  /**
   * A world that has not begun.
   *
   * @param reader whom the trace is told to; null for nobody
   * @param only the faults that may strike; null: all
   */
  StoreWorld(long seed, @Nullable PrintStream reader, @Nullable Set<String> only) {
    chance = new Chance(seed);
    trace = new Trace(timeline, reader);
    truth = new Truth(timeline, trace);
    faults = new Faults(timeline, trace, only);
    wires = new Wires(timeline, chance.fork(), this::arrived);
    limits = new RaftSettings.Limits(chance.pick(MESSAGE_BYTES), 4, 10);
    int count = chance.between(3, NAMES.size());
    int voters = chance.between(1, count);
    List<MemberId> founders = new ArrayList<>();
    for (String name : NAMES.subList(0, voters)) {
      founders.add(id(name));
    }
    for (MemberId founder : founders) {
      place(founder, Stored.founder(Members.of(founders)));
    }
    for (String name : NAMES.subList(voters, count)) {
      place(id(name), Stored.joiner());
    }
    Doctor doctor = new Doctor(this, chance.fork());
    doctor.begin();
    storm = new Storm(this, chance.fork(), doctor);
    new Mishaps(this, chance.fork(), doctor, storm).begin();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(new Client(this, chance.fork()));
    }
  }

  /** What a world came to. */
  record Outcome(long hash, Counts counts, List<String> violations, List<String> faults) {}

  /** Runs until this much virtual time has passed, or the first violation. */
  Outcome run(Duration length) {
    members().forEach(Member::start);
    clients.forEach(Client::begin);
    while (timeline.step(length.toNanos()) && truth.violations.isEmpty()) {}
    if (truth.violations.isEmpty()) {
      clients.forEach(Client::finish);
      truth.settleAll();
    }
    truth.counts.nanos = timeline.now();
    truth.counts.messages = wires.sent;
    return new Outcome(
        trace.hash(), truth.counts, List.copyOf(truth.violations), faults.struck());
  }

  RaftSettings.Limits limits() {
    return limits;
  }

  Timeline timeline() {
    return timeline;
  }

  Truth truth() {
    return truth;
  }

  Faults faults() {
    return faults;
  }

  Wires wires() {
    return wires;
  }

  void say(String who, RaftReason reason) {
    trace.say(who, reason::toString);
  }

  void elected(Member member) {
    storm.elected(member);
  }

  void voted(Member member) {
    storm.voted(member);
  }

  // Who is there.

  List<Member> members() {
    return List.copyOf(members.values());
  }

  Member anyone() {
    return anyone(chance);
  }

  Member anyone(Chance drawn) {
    return drawn.pick(members());
  }

  List<String> names() {
    return List.copyOf(members.keySet());
  }

  @Nullable Member member(MemberId id) {
    Member member = members.get(id.name().text());
    return member != null && member.id.equals(id) ? member : null;
  }

  /** One who believes that it leads, if anyone does. */
  @Nullable Member leader() {
    return members().stream().filter(Member::leads).findFirst().orElse(null);
  }

  /** Its disk is lost: the machine comes back with the same name as someone who knows nothing. */
  void replace(Member member) {
    if (!member.wiped) {
      member.crash();
      member.wiped = true;
      Member fresh = place(id(member.id.name().text()), Stored.joiner());
      timeline.after(chance.millis(1, 2_000), fresh::start);
    }
  }

  private MemberId id(String name) {
    return new MemberId(new NodeName(name), new UUID(++drawn, 0));
  }

  private Member place(MemberId id, Stored stored) {
    Member member = new Member(this, id, stored, chance.fork());
    members.put(id.name().text(), member);
    return member;
  }

  private void arrived(String name, byte[] bytes) {
    Member member = members.get(name);
    if (member != null) {
      member.arrived(bytes);
    }
  }

  // What clients ask for.

  String key() {
    return key(timeline.now() / KEY_NANOS, chance.between(1, KEYS));
  }

  private static String key(long period, int number) {
    return "p" + period + "/k" + number;
  }

  /** Of those whose time is over for so long that nobody is still about them. */
  void settleKeys() {
    long over = timeline.now() / KEY_NANOS - 3;
    for (; settled <= over; settled++) {
      for (int number = 1; number <= KEYS; number++) {
        truth.settle(key(settled, number));
      }
    }
  }

  /** All that have applied as much are alike. */
  void compare() {
    Map<Long, Bytes> states = new HashMap<>();
    for (Member member : members()) {
      member.inspect(
          running -> {
            long index = running.consensus().applied();
            Bytes state = running.state().freeze().get();
            Bytes other = states.putIfAbsent(index, state);
            if (other != null && !other.equals(state)) {
              truth.violated(member.id + " is in another state after " + index);
            }
          });
    }
  }
}
