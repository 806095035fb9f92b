package dev.koi.core.raft;

import dev.koi.core.name.MemberId;
import dev.koi.core.time.Moment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Members on a bad network with bad disks, driven by one seed: letters are late, lost, doubled and out of
 * order, writes slow, processes die and come back with what was flushed, members come and go. A step is a
 * millisecond. {@link Truth} sees all that happens and compares.
 */
final class Arena {

  private static final String[] LETTERS = {"a", "b", "c", "d", "e"};
  private static final int FOUNDERS = 3;
  private static final int MOST_WIPED = 3;

  /** For so long late letters may make a leader believe that a wiped voter would do for a majority. */
  private static final int WIPED_HEARD_MILLIS = 800;


  final SortedMap<MemberId, Actor> actors = new TreeMap<>();
  final Truth truth = new Truth();
  final Random random;
  long millis;

  private final SortedMap<Long, List<Envelope>> post = new TreeMap<>();
  private final SortedMap<Long, List<Runnable>> murmurs = new TreeMap<>();
  private int lossPercent;
  private int latencyMillis = 1;
  private int flushPercent = 100;
  private int crashPermille;
  private int reshapePermille;
  private long reshapesAgainAt;
  private long cut;

  Arena(long seed) {
    random = new Random(seed);
    Members founders = voters();
    for (String letter : LETTERS) {
      MemberId id = Council.member(letter);
      Stored stored = founders.isVoter(id) ? Stored.founder(founders) : Stored.joiner();
      actors.put(id, new Actor(this, id, stored));
    }
  }

  private Members voters() {
    return Council.voters(List.of(LETTERS).subList(0, FOUNDERS).toArray(new String[0]));
  }

  List<RaftState> states() {
    return actors.values().stream().map(a -> a.state).toList();
  }

  Moment now() {
    return Moment.ofMillis(millis);
  }

  void post(Envelope envelope) {
    if (random.nextInt(100) < lossPercent || isCut(envelope.from(), envelope.to())) {
      return;
    }
    int copies = lossPercent > 0 && random.nextInt(20) == 0 ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      post.computeIfAbsent(arrival(), _ -> new ArrayList<>()).add(envelope);
    }
  }

  private long arrival() {
    long late = lossPercent > 0 && random.nextInt(50) == 0 ? random.nextInt(200) : 0;
    return millis + 1 + random.nextInt(latencyMillis) + late;
  }

  /** On the same network, and as bad. */
  void murmur(Murmur.Word word) {
    for (Actor to : actors.values()) {
      boolean lost = random.nextInt(100) < lossPercent || isCut(word.from(), to.id);
      if (!lost && !to.id.equals(word.from())) {
        murmurs.computeIfAbsent(arrival(), _ -> new ArrayList<>()).add(() -> to.hear(word));
      }
    }
  }

  /** Each bit of {@code cut} is one direction between two members. */
  private boolean isCut(MemberId one, MemberId other) {
    int from = one.name().text().charAt(0) - 'a';
    int to = other.name().text().charAt(0) - 'a';
    return (cut >> (from * LETTERS.length + to) & 1) == 1;
  }

  /** A time in which things go wrong, in another way each fifth of a second. */
  void beWild(int duration) {
    long until = millis + duration;
    while (millis < until) {
      if (millis % 200 == 0) {
        lossPercent = pick(0, 0, 10, 40);
        latencyMillis = pick(1, 4, 10, 30);
        flushPercent = pick(100, 100, 20, 4);
        crashPermille = pick(0, 2, 10, 40);
        reshapePermille = pick(0, 0, 10, 40);
        cut = random.nextInt(3) == 0 ? randomCut() : 0;
      }
      if (random.nextInt(150) == 0) {
        cut = isolated(random.nextBoolean() ? leader() : any());
      }
      mishap();
      pass();
    }
  }

  private int pick(int... values) {
    return values[random.nextInt(values.length)];
  }

  private Actor any() {
    return List.copyOf(actors.values()).get(random.nextInt(actors.size()));
  }

  private Actor leader() {
    return actors.values().stream().filter(a -> a.alive && a.state.leads()).findFirst().orElse(any());
  }

  /** Neither hears anyone nor is heard. */
  private static long isolated(Actor actor) {
    int one = actor.id.name().text().charAt(0) - 'a';
    long bits = 0;
    for (int other = 0; other < LETTERS.length; other++) {
      bits |= 1L << (one * LETTERS.length + other) | 1L << (other * LETTERS.length + one);
    }
    return bits;
  }

  /** Nothing goes wrong any more. */
  void calm(int duration) {
    lossPercent = 0;
    latencyMillis = 2;
    flushPercent = 100;
    crashPermille = 0;
    reshapePermille = 0;
    cut = 0;
    actors.values().forEach(Actor::start);
    long until = millis + duration;
    while (millis < until) {
      pass();
    }
  }

  private void mishap() {
    if (random.nextInt(1000) < crashPermille) {
      (random.nextInt(3) == 0 ? leader() : any()).crash();
    }
    if (random.nextInt(1000) < reshapePermille && millis >= reshapesAgainAt) {
      leader().input(new RaftInput.ChangeMembers(truth.nextId(), randomChange()));
    }
    switch (random.nextInt(300)) {
      case 0 -> any().pausedUntil = millis + random.nextInt(200);
      case 1 -> leader().input(new RaftInput.Transfer(truth.nextId(), randomMember()));
      case 2, 3, 4 -> any().snapshot();
      case 5 -> wipe(any());
      case 6 -> any().input(new RaftInput.Gone(leader().id)); // it need not be true
      case 7 -> goes(leader());
      default -> {}
    }
  }

  /** It dies, and its guard says so to whom it reaches. */
  private void goes(Actor actor) {
    actor.crash();
    for (Actor other : actors.values()) {
      if (random.nextInt(4) > 0) {
        other.input(new RaftInput.Gone(actor.id));
      }
    }
  }

  /**
   * Loses its disk and comes back as someone else with the same name (SAFETY E1a), unless that would leave
   * too few voters of any configuration that anyone may go by.
   */
  private void wipe(Actor actor) {
    boolean paused = actors.values().stream().anyMatch(a -> a.pausedUntil > millis);
    if (actors.size() >= LETTERS.length + MOST_WIPED || actor.wiped || paused) {
      return;
    }
    for (Actor other : actors.values()) {
      for (Members members : other.state.configurations().byIndex().values()) {
        long left = members.voters().stream().filter(v -> !v.equals(actor.id) && !isWiped(v)).count();
        if (left < members.majority() && !members.voters().isEmpty()) {
          return;
        }
      }
    }
    actor.crash();
    actor.wiped = true;
    reshapesAgainAt = millis + WIPED_HEARD_MILLIS;
    MemberId id = new MemberId(actor.id.name(), new UUID(actors.size(), 0));
    actors.put(id, new Actor(this, id, Stored.joiner()));
  }

  private boolean isWiped(MemberId id) {
    return actor(id).wiped;
  }

  /** One direction in four. */
  private long randomCut() {
    long one = random.nextLong();
    long other = random.nextLong();
    return one & other;
  }

  private MemberId randomMember() {
    return any().id;
  }

  private MembersChange randomChange() {
    MemberId member = randomMember();
    return switch (random.nextInt(6)) {
      case 0, 1 -> new MembersChange.AddLearner(member);
      case 2, 3, 4 -> new MembersChange.Promote(member);
      default -> new MembersChange.Remove(member);
    };
  }

  private void pass() {
    millis++;
    List<Envelope> arriving = post.remove(millis);
    if (arriving != null) {
      arriving.forEach(envelope -> actor(envelope.to()).input(new RaftInput.Received(envelope)));
    }
    List<Runnable> heard = murmurs.remove(millis);
    if (heard != null) {
      heard.forEach(Runnable::run);
    }
    for (Actor actor : List.copyOf(actors.values())) {
      actor.startWhenDue();
      if (actor.platter.isBusy() && random.nextInt(100) < flushPercent) {
        actor.flush(1 + random.nextInt(actor.platter.waiting()));
      }
      actor.tick();
      if (random.nextInt(40) == 0) {
        actor.input(truth.write(actor.id, 1 + random.nextInt(3)));
      }
      if (random.nextInt(40) == 0) {
        actor.input(truth.read(actor.id, now()));
      }
    }
    if (millis % 100 == 0) {
      truth.logsMatch(List.copyOf(actors.values()));
    }
  }

  private Actor actor(MemberId id) {
    return Objects.requireNonNull(actors.get(id));
  }
}
