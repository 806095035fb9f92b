package dev.koi.core.agreed;

import dev.koi.core.name.Epoch;

/**
 * What a node must not forget about a group (SAFETY R1).
 *
 * @param highest the highest epoch seen
 * @param dead the highest epoch given up: it and all below are never taken again
 * @param held the epoch taken and not yet given up, {@link Epoch#NONE} if none; after a crash, what
 *     the run before may have left behind
 */
public record Marks(Epoch highest, Epoch dead, Epoch held) {

  public static final Marks FRESH = new Marks(Epoch.NONE, Epoch.NONE, Epoch.NONE);
}
