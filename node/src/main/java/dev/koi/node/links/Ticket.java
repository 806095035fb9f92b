package dev.koi.node.links;

import java.net.InetSocketAddress;

/**
 * A datagram that anyone may send later, without a key: see {@link dev.koi.wire.seal.Header.Kind#TICKET}.
 *
 * @param to where its receiver was known to be when it was sealed
 */
@SuppressWarnings("ArrayRecordComponent") // handed over and never compared
public record Ticket(InetSocketAddress to, byte[] bytes) {}
