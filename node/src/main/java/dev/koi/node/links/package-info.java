/**
 * Sealed datagrams between nodes, over several paths, from a network that loses, repeats, reorders
 * and forges them. Start at {@link dev.koi.node.links.Links}; then {@link dev.koi.node.links.Gate},
 * which decides who is believed. Bytes and handshake are told in {@code docs/wire.md}.
 *
 * <p>No clock, no socket, no thread: moments and datagrams come in as arguments, and what is to be
 * sent goes out as {@link dev.koi.wire.frame.Packet}s. So a simulation runs exactly this code.
 */
@NullMarked
package dev.koi.node.links;

import org.jspecify.annotations.NullMarked;
