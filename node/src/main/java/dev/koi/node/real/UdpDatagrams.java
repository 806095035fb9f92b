package dev.koi.node.real;

import dev.koi.node.port.Datagrams;
import dev.koi.node.port.Event;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One UDP socket for both families, bound to node.port on every address.
 *
 * <p>One, not two: an IPv6 socket of the JVM takes IPv4 as well (it clears IPV6_V6ONLY), so that a
 * second one on the same port could not be bound; where the kernel has no IPv6 the JVM opens an IPv4
 * socket instead. IPv4-mapped addresses never show: {@link java.net.InetAddress} turns them into IPv4
 * ones, here and in what it parses. SO_REUSEADDR stays off: with it two daemons on one port would each
 * get some of the datagrams.
 */
public final class UdpDatagrams implements Datagrams, Loop.Sleep, AutoCloseable {

  /** More than any datagram of ours; a longer one is not ours. */
  private static final int MOST_BYTES = 2048;

  private static final int MOST_INCREMENTS = 1000;

  /** Datagrams of one sleep, so that what is due soon need not wait for the whole buffer. */
  private static final int MOST_AT_ONCE = 64;

  private final DatagramChannel channel;
  private final Selector selector;
  private final int port;
  private final Consumer<Event> inbox;
  private final ByteBuffer sending = ByteBuffer.allocateDirect(65_536);
  private final ByteBuffer receiving = ByteBuffer.allocateDirect(MOST_BYTES + 1);
  private final AtomicLong unsent = new AtomicLong();
  private volatile @Nullable String whyUnsent;

  private UdpDatagrams(DatagramChannel channel, Selector selector, int port, Consumer<Event> inbox) {
    this.channel = channel;
    this.selector = selector;
    this.port = port;
    this.inbox = inbox;
  }

  /**
   * Binds the port. Received is in {@link #await}.
   *
   * @param port 0: any free one
   * @param increment try the following ports, 1,000 of them, while one is taken
   * @throws IOException if the port is taken; the message names it
   */
  public static UdpDatagrams open(int port, boolean increment, Consumer<Event> inbox) throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    try {
      channel.configureBlocking(false);
      int bound = bind(channel, port, increment);
      Selector selector = Selector.open();
      channel.register(selector, SelectionKey.OP_READ);
      return new UdpDatagrams(channel, selector, bound, inbox);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static int bind(DatagramChannel channel, int port, boolean increment) throws IOException {
    int last = increment ? Math.min(port + MOST_INCREMENTS, 65_535) : port;
    for (int candidate = port; ; candidate++) {
      try {
        channel.bind(new InetSocketAddress(candidate));
        return ((InetSocketAddress) channel.getLocalAddress()).getPort();
      } catch (BindException e) {
        if (candidate == last) {
          String which = last == port ? "port " + port + " is" : "ports " + port + "-" + last + " are";
          throw new IOException("UDP " + which + " in use: does another koinode run here?", e);
        }
      }
    }
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
    try {
      sending.clear().put(datagram).flip();
      if (channel.send(sending, to) == 0) {
        count("the socket's buffer is full");
      }
    } catch (IOException e) { // no route, interface down: what a network does that loses
      count(e + " to " + to);
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
        selector.selectNow(_ -> {});
      } else {
        selector.select(_ -> {}, Math.ceilDiv(nanos, 1_000_000L));
      }
      receive();
    } catch (IOException e) { // an earlier datagram's ICMP error, reported here by the kernel
      count(e.toString());
    }
  }

  @Override
  public void end() {
    selector.wakeup();
  }

  /** What waits in the kernel, up to a limit: who floods us finds a network that loses, not our heap. */
  private void receive() throws IOException {
    for (int i = 0; i < MOST_AT_ONCE; i++) {
      if (!(channel.receive(receiving.clear()) instanceof InetSocketAddress from)) {
        return;
      }
      receiving.flip();
      if (receiving.remaining() <= MOST_BYTES) {
        byte[] datagram = new byte[receiving.remaining()];
        receiving.get(datagram);
        inbox.accept(new Event.Arrived(from, datagram));
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
    selector.close();
  }
}
