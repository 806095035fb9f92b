/**
 * The daemon's inside: one thread, one event at a time, no waiting. Start at {@link
 * dev.koi.node.daemon.Daemon}. Everything that decides is in core; here its answers are carried out:
 * {@link dev.koi.node.daemon.ElectionSide} speaks for the elector, {@link
 * dev.koi.node.daemon.RunnerSide} for the runner, {@link dev.koi.node.daemon.Counter} to people.
 */
@NullMarked
package dev.koi.node.daemon;

import org.jspecify.annotations.NullMarked;
