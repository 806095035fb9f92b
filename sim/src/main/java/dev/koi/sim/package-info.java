/**
 * Whole daemons on a simulated clock, network, disk and scripts, from one seed.
 *
 * <p>A seed draws a {@link dev.koi.sim.Shape} (which machines, which faults), a {@link
 * dev.koi.sim.World} runs it, an {@link dev.koi.sim.Oracle} judges every event of it. Same seed, same
 * trace. Start reading at {@link dev.koi.sim.World}; {@link dev.koi.sim.Main} is the command.
 */
@NullMarked
package dev.koi.sim;

import org.jspecify.annotations.NullMarked;
