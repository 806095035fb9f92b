package dev.koi.node.port;

import java.net.InetSocketAddress;

/** The network. What arrives comes in as {@link Event.Arrived}. */
public interface Datagrams {

  /** Sends or drops: a network that fails is one that loses. Never blocks. */
  void send(InetSocketAddress to, byte[] datagram);
}
