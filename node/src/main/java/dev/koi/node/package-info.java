/**
 * The daemon. {@link dev.koi.node.daemon} is the one loop that decides everything, {@link
 * dev.koi.node.port} the doors through which it meets the world, {@link dev.koi.node.real} what stands
 * behind them on a real machine, {@link dev.koi.node.guard} the native guards among it, {@link
 * dev.koi.node.links} who is believed among datagrams, {@link dev.koi.node.api} the local socket,
 * {@link dev.koi.node.log} where lines go,
 * {@link dev.koi.node.consensus} a member of the consensus and {@link dev.koi.node.journal} its log on disk
 * (no daemon has one yet). {@link dev.koi.node.start} puts them together.
 */
@NullMarked
package dev.koi.node;

import org.jspecify.annotations.NullMarked;
