package dev.koi.node.api;

import dev.koi.node.port.Event;
import dev.koi.wire.api.ApiJson;
import dev.koi.wire.api.MalformedRequest;
import dev.koi.wire.api.Refusal;
import dev.koi.wire.api.Request;
import dev.koi.wire.api.Response;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One asking process: a thread that reads, one that writes, one that closes it when it is idle or
 * takes no answer.
 *
 * <p>Its end of stream means "no more questions", not "gone": {@code echo '...' | nc -U koi.sock}
 * ends its side before the answer is there. So what is owed is still sent, and {@link Event.HungUp}
 * comes when that fails or all is answered (the kernel tells an end from a hang-up only then).
 */
final class Connection {

  /** What all connections share. {@code gone} is told the id of one that is closed. */
  record Surroundings(Limits limits, Consumer<Event> events, Consumer<Long> gone) {}

  private final long id;
  private final SocketChannel channel;
  private final Peer peer;
  private final Surroundings surroundings;

  /** Lines to send; an empty entry is the last. */
  private final BlockingQueue<Optional<String>> outgoing;

  private final AtomicBoolean closed = new AtomicBoolean();
  private final Thread reader;
  private final Thread writer;
  private final Thread watcher;

  private volatile long activeAt = System.nanoTime();
  private volatile @Nullable Long writingSince;

  // Guarded by this:
  private int owed;
  private boolean asked;
  private boolean noMoreQuestions;

  Connection(long id, SocketChannel channel, Peer peer, Surroundings surroundings) {
    this.id = id;
    this.channel = channel;
    this.peer = peer;
    this.surroundings = surroundings;
    // Refusals are queued beside the answers that are owed, hence more room than for those.
    this.outgoing = new ArrayBlockingQueue<>(2 * surroundings.limits().unanswered() + 2);
    this.reader = Thread.ofVirtual().name("koi-api-read-" + id).unstarted(this::readAll);
    this.writer = Thread.ofVirtual().name("koi-api-write-" + id).unstarted(this::writeAll);
    this.watcher = Thread.ofVirtual().name("koi-api-watch-" + id).unstarted(this::watch);
  }

  void start() {
    writer.start();
    watcher.start();
    reader.start();
  }

  boolean isTrusted() {
    return peer.trusted();
  }

  /** The loop's answer to a question. Never blocks; who does not read loses the connection. */
  synchronized void answer(String line) {
    owed = Math.max(0, owed - 1);
    enqueue(Optional.of(line));
    endIfDone();
  }

  /** Sends what is queued and ends, whatever is still owed. */
  void finish() {
    enqueue(Optional.empty());
  }

  /** Waits until everything is sent, until this {@link System#nanoTime} at most. */
  void awaitEnd(long deadline) {
    try {
      writer.join(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    closeQuietly(channel);
    surroundings.gone().accept(id);
    synchronized (this) { // a question that is just being handed over comes first
      if (asked) {
        surroundings.events().accept(new Event.HungUp(id));
      }
    }
    // Last: this may be one of them, and the events' queue would fail in an interrupted thread.
    writer.interrupt();
    watcher.interrupt();
    reader.interrupt();
  }

  static void closeQuietly(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException _) {
      // Nothing is left to be done for it: the descriptor is released even so.
    }
  }

  private void readAll() {
    Limits limits = surroundings.limits();
    LineReader lines = new LineReader(channel, limits.lineBytes());
    Pace pace = new Pace(limits.burst(), limits.perSecond(), System.nanoTime());
    try {
      for (String line = lines.next(); line != null; line = lines.next()) {
        activeAt = System.nanoTime();
        // Who may order may as well ask as fast as it is answered: a store is written so.
        long wait = peer.trusted() ? 0 : pace.take(activeAt);
        if (wait > 0) {
          Thread.sleep(Duration.ofNanos(wait));
        }
        take(line);
      }
    } catch (LineReader.BadLine e) {
      refuse(Refusal.MALFORMED, e.getMessage());
    } catch (IOException | InterruptedException _) {
      close(); // gone, or closed by us
      return;
    }
    synchronized (this) {
      noMoreQuestions = true;
      endIfDone();
    }
  }

  private void take(String line) {
    if (line.isBlank()) {
      return; // a person at nc pressed return
    }
    Request request;
    try {
      request = ApiJson.request(line);
    } catch (MalformedRequest e) {
      refuse(Refusal.MALFORMED, e.getMessage());
      return;
    }
    String word = request.command().word();
    if (!request.command().access().allows(peer.asker())) {
      refuse(
          Refusal.NOT_ALLOWED,
          "%s changes the cluster: only root and the daemon's user may order it, not %s"
              .formatted(word, peer.user()));
      return;
    }
    synchronized (this) {
      if (owed >= surroundings.limits().unanswered()) {
        refuse(Refusal.OVERLOADED, owed + " requests of this connection wait for their answers");
        return;
      }
      if (closed.get()) {
        return;
      }
      owed++;
      asked = true;
      surroundings.events().accept(new Event.Asked(id, request));
    }
  }

  private void refuse(Refusal refusal, @Nullable String message) {
    String text = message == null ? refusal.word() : message;
    enqueue(Optional.of(ApiJson.write(Response.refused(refusal, text))));
  }

  private void endIfDone() {
    if (noMoreQuestions && owed == 0) {
      enqueue(Optional.empty());
    }
  }

  private void enqueue(Optional<String> line) {
    activeAt = System.nanoTime(); // else a late answer, taken but not yet written, would look idle
    if (!outgoing.offer(line)) {
      close();
    }
  }

  private void writeAll() {
    try {
      for (Optional<String> line = outgoing.take(); line.isPresent(); line = outgoing.take()) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(line.get() + "\n");
        writingSince = System.nanoTime();
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        writingSince = null;
        activeAt = System.nanoTime();
      }
    } catch (IOException | InterruptedException _) {
      // Gone, or closed by us: either way nobody reads this any more.
    }
    close();
  }

  private void watch() {
    Limits limits = surroundings.limits();
    try {
      while (!closed.get()) {
        Thread.sleep(limits.watchPeriod());
        long now = System.nanoTime();
        Long since = writingSince;
        boolean stuck = since != null && now - since > limits.write().toNanos();
        if (stuck || (owesNothing() && now - activeAt > limits.idle().toNanos())) {
          close();
        }
      }
    } catch (InterruptedException _) {
      // Closed: nothing is left to watch.
    }
  }

  private synchronized boolean owesNothing() {
    return owed == 0 && outgoing.isEmpty();
  }
}
