package dev.koi.wire.frame;

import java.net.InetSocketAddress;

/** A datagram to be sent. The same bytes may go to several addresses. */
@SuppressWarnings("ArrayRecordComponent") // handed to the socket and never compared
public record Packet(InetSocketAddress to, byte[] datagram) {}
