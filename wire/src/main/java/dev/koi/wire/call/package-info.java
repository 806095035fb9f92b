/**
 * To ask a cluster from afar, without being one of its nodes. Start at {@link
 * dev.koi.wire.call.Call}; the other end is in the daemon's links, the whole is told in {@code
 * docs/wire.md}.
 *
 * <p>No clock, no socket, no thread, no chance: moments, datagrams and random numbers come in as
 * arguments, and what is to be sent goes out as {@link dev.koi.wire.frame.Packet}s.
 */
@NullMarked
package dev.koi.wire.call;

import org.jspecify.annotations.NullMarked;
