package dev.koi.node.real;

import dev.koi.node.port.Datagrams;
import dev.koi.node.port.Event;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One UDP socket for both families, bound to node.port on every address, and a socket for each
 * multicast group and interface, which only receives: all that is sent leaves from node.port.
 *
 * <p>One, not two: an IPv6 socket of the JVM takes IPv4 as well (it clears IPV6_V6ONLY), so that a
 * second one on the same port could not be bound; where the kernel has no IPv6 the JVM opens an IPv4
 * socket instead. IPv4-mapped addresses never show: {@link java.net.InetAddress} turns them into IPv4
 * ones, here and in what it parses. With whom a port may be shared: {@link Sharing}.
 *
 * <p>Linux hands a datagram of an IPv6 group also to a socket that has not joined, if it is bound to
 * the group's port on every address (IPV6_MULTICAST_ALL, which the JVM cannot turn off): where a group
 * has node.port a copy of each comes in there too, and is dropped as a repetition.
 */
public final class UdpDatagrams implements Datagrams, Loop.Sleep, AutoCloseable {

  /** More than any datagram of ours; a longer one is not ours. */
  private static final int MOST_BYTES = 2048;

  private static final int MOST_INCREMENTS = 1000;

  /**
   * What the kernel keeps for us while we are busy: two messages of 64 KiB and all that is said beside
   * them. It counts 2,304 bytes for a datagram of 1,400, and gives at most net.core.rmem_max, twice.
   */
  private static final int BUFFER_BYTES = 1 << 20;

  /** Datagrams of one sleep, so that what is due soon need not wait for the whole buffer. */
  private static final int MOST_AT_ONCE = 64;

  private final DatagramChannel channel;
  private final Selector selector;
  private final int port;
  private final Consumer<Event> inbox;
  private final Multicast multicast;
  private final ByteBuffer sending = ByteBuffer.allocateDirect(65_536);
  private final ByteBuffer receiving = ByteBuffer.allocateDirect(MOST_BYTES + 1);
  private final Consumer<SelectionKey> receiver = this::receive;
  private final AtomicLong unsent = new AtomicLong();
  private volatile @Nullable String whyUnsent;

  /** Where a multicast datagram leaves next, unless another interface is chosen. */
  private @Nullable NetworkInterface chosen;

  /**
   * What is bound and joined. What arrives is received in {@link #await}.
   *
   * @param port 0: any free one
   * @param increment try the following ports, 1,000 of them, while one is taken
   * @param share whether other programs may have the groups' ports too (node.reuse_address)
   */
  public record Settings(
      int port, boolean increment, List<MulticastGroup> groups, boolean share) {

    public Settings {
      groups = List.copyOf(groups);
    }

    /** Without groups. */
    public Settings(int port, boolean increment) {
      this(port, increment, List.of(), true);
    }

    private boolean hasGroupOn(int bound) {
      return groups.stream().anyMatch(group -> group.address().getPort() == bound);
    }
  }

  private UdpDatagrams(Opened opened, Settings settings, Consumer<Event> inbox) {
    this.channel = opened.channel;
    this.selector = opened.selector;
    this.port = opened.port;
    this.inbox = inbox;
    this.multicast = Multicast.begin(settings.groups, opened.sharing, door());
  }

  private record Opened(DatagramChannel channel, Selector selector, Sharing sharing, int port) {}

  /**
   * Binds the port, joins the groups, and receives from now on. A group that cannot be joined is no
   * failure: {@link Event.Joined} says so, and it is tried again.
   *
   * @throws IOException if the port is taken; the message names it
   */
  public static UdpDatagrams open(Settings settings, Consumer<Event> inbox) throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES);
      Sharing sharing = new Sharing(settings.share);
      int bound = bind(channel, sharing, settings);
      Selector selector = Selector.open();
      channel.register(selector, SelectionKey.OP_READ);
      Opened opened = new Opened(channel, selector, sharing, bound);
      return new UdpDatagrams(opened, settings, inbox);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static int bind(DatagramChannel channel, Sharing sharing, Settings settings)
      throws IOException {
    int port = settings.port;
    int last = settings.increment ? Math.min(port + MOST_INCREMENTS, 65_535) : port;
    for (int candidate = port; ; candidate++) {
      try {
        sharing.bindOwn(channel, candidate, settings.hasGroupOn(candidate));
        return ((InetSocketAddress) channel.getLocalAddress()).getPort();
      } catch (BindException e) {
        if (candidate == last) {
          String which = last == port ? "port " + port + " is" : "ports " + port + "-" + last + " are";
          throw new IOException("UDP " + which + " in use: does another koinode run here?", e);
        }
      }
    }
  }

  private Multicast.Door door() {
    return new Multicast.Door() {
      @Override
      public void receiveFrom(DatagramChannel group) throws IOException {
        group.register(selector, SelectionKey.OP_READ);
        selector.wakeup();
      }

      @Override
      public void closed() {
        selector.wakeup(); // a selector keeps a closed channel's socket until it looks again
      }

      @Override
      public void accept(Event event) {
        inbox.accept(event);
      }
    };
  }

  /** The port that was bound. */
  public int port() {
    return port;
  }

  /** Datagrams that could not be handed to the kernel, since the start. */
  public long unsent() {
    return unsent.get();
  }

  /** Why the last of the unsent was not sent, or null. */
  public @Nullable String whyUnsent() {
    return whyUnsent;
  }

  /** From one thread at a time: the loop's, as {@link #await}. */
  @Override
  public void send(InetSocketAddress to, byte[] datagram) {
    if (to.isUnresolved() || datagram.length > sending.capacity()) {
      count("no address, or longer than a datagram can be: " + to);
      return;
    }
    if (to.getAddress().isMulticastAddress()) {
      sendToGroup(to, datagram);
    } else {
      put(to, datagram);
    }
  }

  @SuppressWarnings("ReferenceEquality") // an interface that went and returned may be its own equal
  private void sendToGroup(InetSocketAddress group, byte[] datagram) {
    for (Multicast.Outlet outlet : multicast.outlets(group)) {
      try {
        if (outlet.card() != chosen) {
          channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, outlet.card());
          chosen = outlet.card();
        }
      } catch (IOException e) {
        count(e + " on " + outlet.card().getName());
        multicast.poke();
        continue;
      }
      if (!put(outlet.to(), datagram)) {
        multicast.poke();
      }
    }
  }

  private boolean put(InetSocketAddress to, byte[] datagram) {
    try {
      sending.clear().put(datagram).flip();
      if (channel.send(sending, to) == 0) {
        count("the socket's buffer is full");
      }
      return true;
    } catch (IOException e) { // no route, interface down: what a network does that loses
      count(e + " to " + to);
      return false;
    }
  }

  private void count(String why) {
    unsent.incrementAndGet();
    whyUnsent = why;
  }

  /**
   * {@inheritDoc}
   *
   * <p>A selector counts in milliseconds: rounded up, so that what is due is due when it returns. It is
   * late by less than a millisecond, as the kernel and a collection of garbage may make it anyway.
   */
  @Override
  public void await(long nanos) {
    try {
      if (nanos <= 0) {
        selector.selectNow(receiver);
      } else {
        selector.select(receiver, Math.ceilDiv(nanos, 1_000_000L));
      }
    } catch (IOException e) {
      count(e.toString());
    }
  }

  @Override
  public void end() {
    selector.wakeup();
  }

  /** What waits in the kernel, up to a limit: who floods us finds a network that loses, not our heap. */
  @SuppressWarnings("ReferenceEquality") // which of our sockets it is
  private void receive(SelectionKey key) {
    DatagramChannel from = (DatagramChannel) key.channel();
    boolean group = from != channel;
    try {
      for (int i = 0; i < MOST_AT_ONCE; i++) {
        if (!(from.receive(receiving.clear()) instanceof InetSocketAddress source)) {
          return;
        }
        receiving.flip();
        if (receiving.remaining() <= MOST_BYTES && !(group && isOurself(source))) {
          byte[] datagram = new byte[receiving.remaining()];
          receiving.get(datagram);
          inbox.accept(new Event.Arrived(source, datagram));
        }
      }
    } catch (ClosedChannelException _) {
      // A group that was left meanwhile; or all is over, as the loop will see.
    } catch (IOException e) { // an earlier datagram's ICMP error, reported here by the kernel
      count(e.toString());
    }
  }

  /** What we send to a group comes back, since another node on this machine is to have it. */
  private boolean isOurself(InetSocketAddress source) {
    return source.getPort() == port && multicast.isOwn(source.getAddress());
  }

  @Override
  public void close() throws IOException {
    multicast.close();
    channel.close();
    selector.close();
  }
}
