package dev.koi.node.guard;

import dev.koi.core.name.Epoch;
import dev.koi.core.name.GroupName;
import dev.koi.node.port.Scripts.Place;
import dev.koi.node.port.Scripts.Tree;
import java.util.HashMap;
import java.util.Map;

/** Which cell is whose: allotted when a group is first named, and kept as long as the daemon runs. */
public final class Seats {

  /** Cell 0 is no group's. */
  static final int NONE = 0;

  private final Cells cells;
  private final Map<GroupName, Integer> numbers = new HashMap<>();

  Seats(Cells cells) {
    this.cells = cells;
  }

  /** Takes a cell that already bears the group's name. */
  synchronized void keep(GroupName group, int cell) {
    numbers.put(group, cell);
  }

  /** The group's cell, {@link #NONE} if none is free. */
  synchronized int of(GroupName group) {
    int known = find(group);
    int next = numbers.size() + 1;
    if (known != NONE || next == Cells.COUNT) {
      return known;
    }
    cells.name(next, group.text());
    numbers.put(group, next);
    return next;
  }

  /** The group's cell, {@link #NONE} if it has none yet. */
  synchronized int find(GroupName group) {
    return numbers.getOrDefault(group, NONE);
  }

  /**
   * Where a launch is to run.
   *
   * @throws IllegalArgumentException if the group has no cell, and none is free
   */
  public Frame.Seat seat(Place place) {
    return new Frame.Seat(cell(place.group()), number(place.tree()), place.number().number());
  }

  /**
   * The question who is left ({@link dev.koi.node.port.Scripts#left}).
   *
   * @throws IllegalArgumentException if the group has no cell, and none is free
   */
  public Frame left(GroupName group, Epoch epoch, boolean kill, long ticket) {
    return Frame.left(cell(group), epoch.number(), kill, ticket);
  }

  private int cell(GroupName group) {
    int cell = of(group);
    if (cell == NONE) {
      throw new IllegalArgumentException("the guards know " + (Cells.COUNT - 1) + " groups at most");
    }
    return cell;
  }

  private static int number(Tree tree) {
    return switch (tree) {
      case BASE -> 0;
      case PROMOTED -> 1;
      case EMERGENCY -> 2;
    };
  }
}
