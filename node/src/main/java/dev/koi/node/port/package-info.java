/**
 * The five doors of the loop: clock, datagrams, disk, scripts, entropy, and the ways out to people
 * (journal, replies). Each has two implementations: the real one in {@code dev.koi.node.real}, the
 * simulated one in {@code dev.koi.sim}. What comes back in is an {@link dev.koi.node.port.Event}.
 */
@NullMarked
package dev.koi.node.port;

import org.jspecify.annotations.NullMarked;
