package dev.koi.core.agreed;

import dev.koi.core.name.GroupName;
import dev.koi.core.name.NodeId;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that is agreed. It changes in one way only, by {@link #replay}: so every node that replays the
 * same changes holds the same state, and a test can say what a state is by how it came about.
 *
 * @param revision how many changes made it; of two copies the one with the higher number knows more
 * @param maintenance no script runs, nobody is granted anything, nobody is taken for lost
 * @param wishes of nodes for which a person wants something
 */
public record Agreed(
    long revision,
    boolean maintenance,
    SortedMap<GroupName, GroupState> groups,
    SortedMap<NodeId, Wish> wishes) {

  public static final Agreed EMPTY = new Agreed(0, false, new TreeMap<>(), new TreeMap<>());

  public Agreed {
    groups = Collections.unmodifiableSortedMap(new TreeMap<>(groups));
    wishes = Collections.unmodifiableSortedMap(new TreeMap<>(wishes));
  }

  public Wish wish(NodeId node) {
    return wishes.getOrDefault(node, Wish.NONE);
  }

  public GroupState group(GroupName name) {
    GroupState state = groups.get(name);
    return state == null ? GroupState.FRESH : state;
  }

  /** A change that does not fit: it was decided on another state. */
  public static final class Misfit extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    private Misfit(String message) {
      super(message);
    }
  }

  /**
   * The state after a change.
   *
   * @throws Misfit if the change does not fit. Under Bully, where what is decided is agreed, two rules then
   *     disagree; in a log that many wrote it comes too late, and changes nothing
   */
  public Agreed replay(Change change) {
    return switch (change) {
      case Change.OfGroup c -> replayed(c);
      case Change.Maintained m -> new Agreed(revision + 1, m.on(), groups, wishes);
      case Change.Wished w -> {
        SortedMap<NodeId, Wish> next = new TreeMap<>(wishes);
        next.put(w.node(), w.wish());
        yield new Agreed(revision + 1, maintenance, groups, next);
      }
    };
  }

  private Agreed replayed(Change.OfGroup change) {
    GroupState before = group(change.group());
    GroupState after =
        switch (change) {
          case Change.Granted g -> {
            check(before.holder() == null, "granted while held", change);
            check(g.epoch().isAfter(before.epoch()), "epochs only grow", change);
            yield before.granted(g.epoch(), g.holder());
          }
          case Change.Adopted a -> {
            check(a.epoch().isAfter(before.epoch()), "adopted an epoch of the past", change);
            yield before.granted(a.epoch(), a.holder());
          }
          case Change.Released r -> {
            check(r.epoch().equals(before.epoch()), "released another epoch", change);
            Holder holder = before.holder();
            boolean byHolder = holder != null && holder.incarnation().equals(r.incarnation());
            check(byHolder, "released by another than the holder", change);
            yield before.vacated();
          }
          case Change.Unconfirmed u -> {
            check(u.epoch().equals(before.epoch()), "another epoch is unconfirmed", change);
            Holder holder = before.holder();
            boolean itsHolder = holder != null && holder.incarnation().equals(u.incarnation());
            check(itsHolder, "unconfirmed by another than the holder", change);
            yield before.doubted();
          }
          case Change.Lapsed l -> {
            check(l.epoch().equals(before.epoch()), "another epoch lapsed", change);
            check(!before.unconfirmed(), "lapsed though it is unconfirmed", change);
            check(before.holder() != null, "lapsed though nobody holds it", change);
            yield before.vacated();
          }
          case Change.Recalled r -> {
            check(r.epoch().equals(before.epoch()), "recalled another epoch", change);
            check(before.holder() != null, "recalled from nobody", change);
            yield before.recalled(r.why());
          }
          case Change.Steered s -> before.steered(s.manual(), s.target());
          case Change.Armed a -> {
            check(a.epoch().equals(before.epoch()), "armed another epoch", change);
            check(before.holder() != null, "armed though nobody holds it", change);
            yield before.armed(before.hold().asked(a.hold()));
          }
        };
    SortedMap<GroupName, GroupState> next = new TreeMap<>(groups);
    next.put(change.group(), after);
    return new Agreed(revision + 1, maintenance, next, wishes);
  }

  public Agreed replay(Iterable<? extends Change> changes) {
    Agreed state = this;
    for (Change change : changes) {
      state = state.replay(change);
    }
    return state;
  }

  private static void check(boolean holds, String rule, Change change) {
    if (!holds) {
      throw new Misfit(rule + ": " + change);
    }
  }
}
