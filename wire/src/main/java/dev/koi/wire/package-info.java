/**
 * Bytes and text to records and back; nothing here decides, and nothing touches the world.
 *
 * <p>Between nodes: {@link dev.koi.wire.datagram} (messages as protobuf), {@link dev.koi.wire.raft} (those
 * of the replicated log, which no daemon sends yet), {@link dev.koi.wire.frame} (in pieces) and {@link
 * dev.koi.wire.seal} (sealed). Between a person and a node: {@link
 * dev.koi.wire.info} and {@link dev.koi.wire.config} (koi.conf), {@link dev.koi.wire.api} (JSON), {@link
 * dev.koi.wire.call} (from afar). On disk: {@link dev.koi.wire.state}, {@link dev.koi.wire.keys},
 * {@link dev.koi.wire.journal} and what stands in it, {@link dev.koi.wire.store} (which no daemon writes
 * yet).
 */
@NullMarked
package dev.koi.wire;

import org.jspecify.annotations.NullMarked;
