package dev.koi.node.real;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.util.HashSet;
import java.util.Set;

/**
 * Who may have a UDP port together: the node's own socket only with multicast sockets, never with
 * another node's own one.
 *
 * <p>The kernel knows one flag for both, SO_REUSEADDR: sockets may overlap if each of them has it at the
 * moment when the later one is bound. So the node's own socket is bound without it, which another
 * one's presence refuses, and gets it afterwards, for the multicast sockets to come. What is left is a
 * node that begins while another one's multicast socket is on its port: then a socket bound to the
 * loopback address, still without the flag, finds out whether somebody's own one is there (a wildcard
 * overlaps with it, a group's address does not) and holds the place meanwhile.
 */
final class Sharing {

  private final boolean withOthers;

  /** Those of this node, which always may be together. */
  private final Set<DatagramChannel> ours = new HashSet<>();

  /**
   * Nothing bound yet.
   *
   * @param withOthers whether multicast sockets of other programs may have the same group and port
   */
  Sharing(boolean withOthers) {
    this.withOthers = withOthers;
  }

  /**
   * Binds the node's own socket to the port on all addresses.
   *
   * @param withGroups whether multicast sockets of this node will want the port too
   * @throws BindException if the port is taken
   */
  synchronized void bindOwn(DatagramChannel own, int port, boolean withGroups) throws IOException {
    try {
      own.bind(new InetSocketAddress(port));
    } catch (BindException taken) {
      bindBesideGroups(own, port, taken);
    }
    if (withGroups) {
      ours.add(own);
      allow(withOthers);
    } else {
      own.setOption(StandardSocketOptions.SO_REUSEADDR, false);
    }
  }

  private static void bindBesideGroups(DatagramChannel own, int port, BindException taken)
      throws IOException {
    try (DatagramChannel holder = DatagramChannel.open(StandardProtocolFamily.INET)) {
      holder.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
      holder.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      own.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      own.bind(new InetSocketAddress(port));
    } catch (BindException _) {
      own.setOption(StandardSocketOptions.SO_REUSEADDR, false);
      throw taken;
    }
  }

  /** Binds a socket to a group's address. */
  synchronized void bind(DatagramChannel group, InetSocketAddress address) throws IOException {
    ours.add(group);
    allow(true);
    try {
      group.bind(address);
    } finally {
      allow(withOthers);
    }
  }

  /** Closes a socket of this node. */
  synchronized void close(DatagramChannel channel) throws IOException {
    ours.remove(channel);
    if (channel.isOpen()) {
      // It goes only when its selector lets go of it, and must not be in the way until then.
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.close();
    }
  }

  private void allow(boolean reuse) throws IOException {
    for (DatagramChannel channel : ours) {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, reuse);
    }
  }
}
