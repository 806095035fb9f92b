/**
 * The replicated store in a bad world: real members of the consensus with their codecs and their state
 * machine, on a simulated network and simulated disks, from one seed. Begin at {@link
 * dev.koi.sim.store.StoreWorld}; what must hold is {@code Truth}'s matter, what goes wrong {@code
 * Mishaps}'.
 */
@NullMarked
package dev.koi.sim.store;

import org.jspecify.annotations.NullMarked;
