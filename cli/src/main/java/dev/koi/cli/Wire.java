package dev.koi.cli;

import dev.koi.core.message.Message.Ask;
import dev.koi.core.name.NodeId;
import dev.koi.core.time.Moment;
import dev.koi.wire.call.Call;
import dev.koi.wire.call.Outcome;
import dev.koi.wire.call.Plan;
import dev.koi.wire.frame.Packet;
import dev.koi.wire.seal.Header;
import dev.koi.wire.seal.KeyRing;
import dev.koi.wire.seal.Salt;
import dev.koi.wire.seal.Start;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A {@link Call} on a real socket, with a real clock and real chance. */
final class Wire {

  private final int cluster;
  private final KeyRing ring;
  private final Consumer<String> trace;
  private @Nullable String whyUnsent;

  /** The trace is told whom datagrams go to and what could not be sent. */
  Wire(int cluster, KeyRing ring, Consumer<String> trace) {
    this.cluster = cluster;
    this.ring = ring;
    this.trace = trace;
  }

  /** What and how, as {@link Plan} says it. */
  record Task(
      String request,
      boolean once,
      List<InetSocketAddress> places,
      Duration reach,
      Duration patience) {}

  /** Why the last of the datagrams that were not sent was not, null if all were. */
  @Nullable String whyUnsent() {
    return whyUnsent;
  }

  /** Asks until there is an outcome. */
  Outcome ask(Task task) throws IOException {
    SecureRandom random = new SecureRandom();
    byte[] salt = new byte[Salt.BYTES];
    random.nextBytes(salt);
    NodeId self = new NodeId(new UUID(random.nextLong(), random.nextLong()));
    Plan plan =
        new Plan(
            cluster,
            new Start(self, Salt.of(salt)),
            new Ask(random.nextLong(), task.request()),
            task.once(),
            task.places(),
            new Plan.Times(task.reach(), task.patience()));
    Call call = new Call(plan, ring);
    try (DatagramSocket socket = new DatagramSocket()) {
      DatagramPacket in =
          new DatagramPacket(new byte[Header.MAX_DATAGRAM + 1], Header.MAX_DATAGRAM + 1);
      while (true) {
        send(socket, call.due(now()));
        Outcome outcome = call.outcome();
        if (outcome != null) {
          return outcome;
        }
        receive(socket, call, in);
      }
    }
  }

  private void receive(DatagramSocket socket, Call call, DatagramPacket in) throws IOException {
    long millis = call.next().since(now()).toMillis();
    socket.setSoTimeout(Math.clamp(millis, 1, 1_000)); // 0 would be for ever
    in.setLength(Header.MAX_DATAGRAM + 1);
    try {
      socket.receive(in);
    } catch (SocketTimeoutException _) {
      return;
    }
    byte[] datagram = Arrays.copyOf(in.getData(), in.getLength());
    InetSocketAddress from = new InetSocketAddress(in.getAddress(), in.getPort());
    send(socket, call.receive(from, datagram, now()));
  }

  private void send(DatagramSocket socket, List<Packet> packets) {
    for (Packet packet : packets) {
      try {
        socket.send(
            new DatagramPacket(packet.datagram(), packet.datagram().length, packet.to()));
      } catch (IOException e) { // no route, interface down: another place may answer
        whyUnsent = e.getMessage();
        trace.accept(packet.to() + ": " + e.getMessage());
      }
    }
  }

  private static Moment now() {
    return Moment.ofNanos(System.nanoTime());
  }
}
