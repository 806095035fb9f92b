/**
 * Decides, and does nothing else: no clock, socket, file, thread or random number in here.
 *
 * <p>Moments and draws of chance are arguments; what shall happen is returned as values, with its
 * reason. Read in this order: {@link dev.koi.core.name}, {@link dev.koi.core.time}, {@link
 * dev.koi.core.lease} (the rules of SAFETY), {@link dev.koi.core.agreed}, {@link
 * dev.koi.core.heard}, {@link dev.koi.core.bully}, {@link dev.koi.core.raft}, {@link
 * dev.koi.core.elector}, {@link dev.koi.core.tenure}, {@link dev.koi.core.runner}.
 *
 * <p>{@link dev.koi.core.raft} and {@link dev.koi.core.store} are whole, and no daemon asks them yet.
 */
@NullMarked
package dev.koi.core;

import org.jspecify.annotations.NullMarked;
