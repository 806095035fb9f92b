package dev.koi.node.api;

import dev.koi.node.port.Event;
import dev.koi.node.port.Journal;
import dev.koi.node.port.Replies;
import dev.koi.wire.api.ApiJson;
import dev.koi.wire.api.Refusal;
import dev.koi.wire.api.Response;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The door to people on this machine: one JSON request a line on a unix domain socket, JSON lines
 * back.
 *
 * <p>Lines that are no request, and orders by someone who may only read, are answered here; all
 * others become {@link Event.Asked}. Each connection has its own virtual threads, so a slow reader
 * delays nobody: {@link #reply} only queues.
 */
public final class UnixSocketServer implements Replies, AutoCloseable {

  private static final Duration PARTING = Duration.ofMillis(500);
  private static final Duration AFTER_FAILED_ACCEPT = Duration.ofMillis(200);

  private final SocketFile file;
  private final Peer.Trusted trusted;
  private final Connection.Surroundings surroundings;
  private final Journal journal;
  private final Map<Long, Connection> connections = new ConcurrentHashMap<>();
  private final AtomicLong lastId = new AtomicLong();
  private volatile boolean closing;

  private UnixSocketServer(
      SocketFile file, Limits limits, Consumer<Event> events, Journal journal) throws IOException {
    this.file = file;
    this.trusted = Peer.Trusted.ownerOf(file.path());
    this.surroundings = new Connection.Surroundings(limits, events, connections::remove);
    this.journal = journal;
  }

  /**
   * Listens on {@code koi.sock} in this folder.
   *
   * @param runFolder made (0700) when missing
   * @param events called from many threads, and must not block for long
   * @throws IOException if it cannot be done, or another daemon is there; the message is for a person
   */
  public static UnixSocketServer open(Path runFolder, Consumer<Event> events, Journal journal)
      throws IOException {
    return open(runFolder, events, journal, Limits.NORMAL);
  }

  static UnixSocketServer open(
      Path runFolder, Consumer<Event> events, Journal journal, Limits limits) throws IOException {
    SocketFile file = SocketFile.open(runFolder);
    UnixSocketServer server;
    try {
      server = new UnixSocketServer(file, limits, events, journal);
    } catch (IOException e) {
      file.close();
      throw e;
    }
    Thread.ofVirtual().name("koi-api-accept").start(server::acceptAll);
    return server;
  }

  /** Where it listens. */
  public Path path() {
    return file.path();
  }

  @Override
  public void reply(long connection, String line) {
    @Nullable Connection open = connections.get(connection);
    if (open != null) {
      open.answer(line);
    }
  }

  /** Sends what is queued, within half a second, and leaves no socket behind. */
  @Override
  public void close() throws IOException {
    closing = true;
    file.close();
    long deadline = System.nanoTime() + PARTING.toNanos();
    connections.values().forEach(Connection::finish);
    for (Connection connection : connections.values()) {
      connection.awaitEnd(deadline);
      connection.close();
    }
  }

  private void acceptAll() {
    while (!closing) {
      try {
        accept(file.channel().accept());
      } catch (IOException e) {
        if (!closing) {
          journal.say(Journal.Level.WARN, "the local socket takes no connection: " + e.getMessage());
          rest();
        }
      }
    }
  }

  private void accept(SocketChannel channel) {
    try {
      Peer peer = Peer.of(channel, trusted);
      long same = connections.values().stream().filter(c -> c.isTrusted() == peer.trusted()).count();
      if (same >= surroundings.limits().connections()) {
        String full = "the daemon has " + same + " connections open; try again";
        String line = ApiJson.write(Response.refused(Refusal.OVERLOADED, full)) + "\n";
        channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
        channel.close();
        return;
      }
      long id = lastId.incrementAndGet();
      Connection connection = new Connection(id, channel, peer, surroundings);
      connections.put(id, connection);
      connection.start();
    } catch (IOException e) {
      // Gone before it asked; nothing was promised to it.
      journal.say(Journal.Level.TRACE, "a connection ended at once: " + e.getMessage());
      Connection.closeQuietly(channel);
    }
  }

  /** Out of file descriptors, say: to ask again at once would take a whole core. */
  private static void rest() {
    try {
      Thread.sleep(AFTER_FAILED_ACCEPT);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
