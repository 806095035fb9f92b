package dev.koi.core.founding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.core.founding.Founding.Other;
import dev.koi.core.founding.Founding.Step;
import dev.koi.core.message.Seat;
import dev.koi.core.name.MemberId;
import dev.koi.core.name.NodeName;
import dev.koi.core.raft.Members;
import dev.koi.core.reason.FoundingReason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One cluster comes of empty electors, and never two that could both be at work (SAFETY E1a). */
class FoundingTest {

  private static final NodeName A = new NodeName("a");
  private static final NodeName B = new NodeName("b");
  private static final NodeName C = new NodeName("c");
  private static final List<NodeName> LISTED = List.of(C, A, B);
  private static final UUID HOME = new UUID(9, 9);

  @Test
  void nothingIsFoundedWhileAListedElectorIsNotHeard() {
    assertThat(step(Draft.of(id(A, 1)), blank(B, 2)))
        .isEqualTo(new Step.Wait(new FoundingReason.Missing(List.of(C))));
  }

  @Test
  void whatWouldBeFoundedIsOnTheDiskBeforeItIsTold() {
    assertThat(step(Draft.of(id(A, 1)), blank(B, 2), blank(C, 3)))
        .isEqualTo(new Step.Propose(all(id(A, 1))));
  }

  @Test
  void itIsFoundedWhenAllWouldFoundTheSame() {
    UUID cluster = Draft.cluster(all(id(A, 1)).founders());
    Draft mine = all(id(A, 1));
    assertThat(step(mine, proposes(B, 2, cluster), blank(C, 3)))
        .isEqualTo(new Step.Wait(new FoundingReason.NotYetAgreed(C)));
    assertThat(step(mine, proposes(B, 2, cluster), proposes(C, 3, new UUID(1, 1))))
        .as("c lists others").isEqualTo(new Step.Wait(new FoundingReason.NotYetAgreed(C)));
    assertThat(step(mine, proposes(B, 2, cluster), proposes(C, 3, cluster)))
        .isEqualTo(new Step.Found(cluster, Members.of(List.of(id(A, 1), id(B, 2), id(C, 3)))));
  }

  @Test
  void whoHasFoundedWithThisOneIsFollowedThoughNobodyElseIsHeard() {
    Draft mine = all(id(A, 1));
    UUID cluster = Draft.cluster(mine.founders());
    assertThat(step(mine, new Other(B, new Seat(uuid(2), cluster, true))))
        .isInstanceOf(Step.Found.class);
  }

  @Test
  void whoHearsAClusterJoinsIt() {
    assertThat(step(Draft.of(id(A, 1)), new Other(B, new Seat(uuid(2), HOME, true))))
        .isEqualTo(new Step.Join(HOME));
    assertThat(step(all(id(A, 1)), new Other(B, new Seat(uuid(2), HOME, true)), blank(C, 3)))
        .isEqualTo(new Step.Join(HOME));
  }

  @Test
  void whoHearsTwoJoinsNeither() {
    Other one = new Other(B, new Seat(uuid(2), HOME, true));
    Other two = new Other(C, new Seat(uuid(3), new UUID(8, 8), true));
    assertThat(step(Draft.of(id(A, 1)), one, two)).isInstanceOf(Step.Wait.class);
  }

  @Test
  void twoNodesOfOneNameFoundNothing() {
    assertThat(step(Draft.of(id(A, 1)), blank(B, 2), blank(C, 3), blank(C, 4)))
        .isEqualTo(new Step.Wait(new FoundingReason.NamedTwice(C)));
    assertThat(step(Draft.of(id(A, 1)), blank(A, 2), blank(B, 3), blank(C, 4)))
        .isEqualTo(new Step.Wait(new FoundingReason.NamedTwice(A)));
  }

  @Test
  void whoIsNotListedFoundsNothingAndMayJoin() {
    Draft spare = Draft.of(id(new NodeName("d"), 4));
    assertThat(step(spare, blank(A, 1), blank(B, 2), blank(C, 3)))
        .isEqualTo(new Step.Wait(new FoundingReason.NotListed()));
    assertThat(step(spare, new Other(B, new Seat(uuid(2), HOME, true)))).isInstanceOf(Step.Join.class);
  }

  @Test
  void aloneOneFoundsByItself() {
    Draft draft = new Draft(id(A, 1), List.of(id(A, 1)));
    assertThat(Founding.step(List.of(A), draft, List.of())).isInstanceOf(Step.Found.class);
  }

  /**
   * Electors that start, tell, lose their disks and hear late, in any order. A cluster is at work once a
   * majority of its founders has it on their disks. From then on none other is, as long as anyone is left
   * who knows what it agreed on.
   */
  @Test
  void aClusterThatWasAtWorkIsNotForgottenWhileAnyoneKnowsIt() {
    int founded = 0;
    for (long seed = 0; seed < 3_000; seed++) {
      Village village = new Village(seed);
      for (int i = 0; i < 120; i++) {
        village.happens();
        assertThat(village.forgotten()).as("seed " + seed).isEmpty();
      }
      founded += village.worked.isEmpty() ? 0 : 1;
    }
    assertThat(founded).as("worlds in which something was founded").isGreaterThan(1_000);
  }

  /** Three electors; what one says reaches another now, later, or never, but not out of order. */
  private static final class Village {

    private final Random random;
    private final List<Elector> electors = new ArrayList<>();
    private final Map<UUID, Set<NodeName>> founders = new HashMap<>();
    private final Set<UUID> worked = new HashSet<>();
    private long drawn;

    /** An elector, with a disk that may be lost. */
    private static final class Elector {
      private final NodeName name;
      private final Map<NodeName, Seat> heard = new HashMap<>();
      private Draft draft;
      private @Nullable UUID home;

      Elector(NodeName name, long drawn) {
        this.name = name;
        this.draft = Draft.of(id(name, drawn));
      }

      Seat seat() {
        return new Seat(draft.self().drawn(), home == null ? draft.cluster() : home, home != null);
      }
    }

    Village(long seed) {
      random = new Random(seed);
      LISTED.forEach(name -> electors.add(new Elector(name, ++drawn)));
    }

    void happens() {
      int at = random.nextInt(3);
      Elector who = electors.get(at);
      Elector whom = electors.get(random.nextInt(3));
      int what = random.nextInt(60);
      switch (what < 1 ? 0 : what < 16 ? 1 : 2) {
        case 0 -> {
          electors.set(at, new Elector(who.name, ++drawn));
          founders.values().forEach(names -> names.remove(who.name));
        }
        case 1 -> decide(who);
        default -> {
          if (!who.equals(whom)) {
            whom.heard.put(who.name, who.seat());
          }
        }
      }
    }

    private void decide(Elector elector) {
      if (elector.home != null) {
        return;
      }
      List<Other> others = new ArrayList<>();
      elector.heard.forEach((other, seat) -> others.add(new Other(other, seat)));
      switch (Founding.step(LISTED, elector.draft, others)) {
        case Step.Wait _ -> {}
        case Step.Propose p -> elector.draft = p.next();
        case Step.Found f -> {
          elector.home = f.cluster();
          founders.computeIfAbsent(f.cluster(), _ -> new HashSet<>()).add(elector.name);
        }
        case Step.Join j -> elector.home = j.cluster(); // it counts once a majority has agreed
      }
    }

    /** Clusters that were at work, and are known to someone, while another one is at work now. */
    Set<UUID> forgotten() {
      Set<UUID> now = new HashSet<>();
      founders.forEach((cluster, names) -> now.addAll(names.size() >= 2 ? Set.of(cluster) : Set.of()));
      worked.addAll(now);
      Set<UUID> forgotten = new HashSet<>(worked);
      forgotten.removeIf(cluster -> now.isEmpty() || now.contains(cluster));
      forgotten.removeIf(cluster -> founders.getOrDefault(cluster, Set.of()).isEmpty());
      return forgotten;
    }
  }

  private static Step step(Draft draft, Other... others) {
    return Founding.step(LISTED, draft, List.of(others));
  }

  private static Draft all(MemberId self) {
    return new Draft(self, List.of(id(C, 3), id(A, 1), id(B, 2)));
  }

  private static Other blank(NodeName name, long drawn) {
    return new Other(name, new Seat(uuid(drawn), null, false));
  }

  private static Other proposes(NodeName name, long drawn, UUID cluster) {
    return new Other(name, new Seat(uuid(drawn), cluster, false));
  }

  private static MemberId id(NodeName name, long drawn) {
    return new MemberId(name, uuid(drawn));
  }

  private static UUID uuid(long drawn) {
    return new UUID(0, drawn);
  }
}
