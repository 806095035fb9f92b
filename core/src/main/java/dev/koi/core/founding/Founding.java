package dev.koi.core.founding;

import dev.koi.core.message.Seat;
import dev.koi.core.name.MemberId;
import dev.koi.core.name.NodeName;
import dev.koi.core.raft.Members;
import dev.koi.core.reason.FoundingReason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * What an elector without a cluster does about it (SAFETY E1a).
 *
 * <p>It founds one only when every listed elector says that it has none either <em>and</em> that it would
 * found the very same: with these names and these drawn ids. Else, if anyone belongs to one, it joins that.
 *
 * <p>Why there are never two at work. A cluster does nothing without a majority of its founders, and each of
 * them founds one in its life: what it founded is on its disk before it says so, and its id is drawn anew
 * when the disk is empty. So two at work need an elector that lost its disk after it took part in the first
 * and founded the second under its new id. For that all others, those of the first one's majority among
 * them, would have to say after its loss that they have no cluster, since what they say names the new id;
 * but they had founded the first before they took part in it.
 *
 * <p>The alternative is an order "found now" given on one node (etcd's {@code initial-cluster-state},
 * lite-raft's {@code first-boot}). An administrator gives it a second time, years later, on a node with an
 * empty disk.
 */
public final class Founding {

  private Founding() {}

  /** What is to be done. */
  public sealed interface Step {

    /** Nothing now. */
    record Wait(FoundingReason why) implements Step {}

    /** This goes to the disk, and is told then. */
    record Propose(Draft next) implements Step {}

    /** All agree: a journal with these members is begun, and then this elector belongs to it. */
    record Found(UUID cluster, Members members) implements Step {}

    /**
     * There is one: an empty journal is begun, under an id that is drawn now. The one of the draft may be
     * a founder's, if this elector said so and then changed its mind.
     */
    record Join(UUID cluster) implements Step {}
  }

  /** Another elector that is heard. */
  public record Other(NodeName name, Seat seat) {}

  /**
   * What to do now.
   *
   * @param listed in the configuration
   * @param draft as it is on the disk
   */
  public static Step step(List<NodeName> listed, Draft draft, Collection<Other> heard) {
    NavigableSet<UUID> homes = new TreeSet<>();
    heard.stream().map(o -> o.seat().home()).filter(h -> h != null).forEach(homes::add);
    if (homes.size() > 1) {
      return new Step.Wait(new FoundingReason.TwoClusters(homes.first(), homes.last()));
    }
    if (!homes.isEmpty()) {
      UUID home = homes.first();
      return home.equals(draft.cluster()) ? found(draft) : new Step.Join(home);
    }
    NodeName self = draft.self().name();
    if (!listed.contains(self)) {
      return new Step.Wait(new FoundingReason.NotListed());
    }
    return together(listed, draft, heard);
  }

  private static Step together(List<NodeName> listed, Draft draft, Collection<Other> heard) {
    Map<NodeName, Seat> seats = new TreeMap<>();
    for (Other other : heard) {
      Seat before = seats.put(other.name(), other.seat());
      boolean twice = before != null && !before.member().equals(other.seat().member());
      if (twice || other.name().equals(draft.self().name())) {
        return new Step.Wait(new FoundingReason.NamedTwice(other.name()));
      }
    }
    List<MemberId> founders = new ArrayList<>(List.of(draft.self()));
    List<NodeName> missing = new ArrayList<>();
    for (NodeName name : new TreeSet<>(listed)) {
      Seat seat = seats.get(name);
      if (seat != null) {
        founders.add(new MemberId(name, seat.member()));
      } else if (!name.equals(draft.self().name())) {
        missing.add(name);
      }
    }
    if (!missing.isEmpty()) {
      return new Step.Wait(new FoundingReason.Missing(missing));
    }
    Draft agreed = draft.with(founders);
    if (!agreed.equals(draft)) {
      return new Step.Propose(agreed);
    }
    for (NodeName name : new TreeSet<>(listed)) {
      Seat seat = seats.get(name);
      if (seat != null && !Draft.cluster(founders).equals(seat.cluster())) {
        return new Step.Wait(new FoundingReason.NotYetAgreed(name));
      }
    }
    return found(draft);
  }

  private static Step found(Draft draft) {
    return new Step.Found(Draft.cluster(draft.founders()), Members.of(draft.founders()));
  }
}
