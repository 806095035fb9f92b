package dev.koi.cli;

import dev.koi.wire.api.ApiJson;
import dev.koi.wire.api.MalformedResponse;
import dev.koi.wire.api.Request;
import dev.koi.wire.api.Response;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The daemon behind a socket. */
final class Daemon {

  /** No answer; the message is for a person. */
  static final class Unreachable extends Exception {

    private static final long serialVersionUID = 1;

    private final boolean asked;

    Unreachable(String message, boolean asked) {
      super(message);
      this.asked = asked;
    }

    /** Whether someone was there and took the question: it may have been done. */
    boolean wasAsked() {
      return asked;
    }
  }

  private final Path socket;
  private final Consumer<String> trace;

  /** The trace is given each line that goes out or comes in. */
  Daemon(Path socket, Consumer<String> trace) {
    this.socket = socket;
    this.trace = trace;
  }

  /**
   * Asks and waits for the whole answer.
   *
   * @param patience for everything together
   * @param progress is given the lines before the last
   * @return the last line
   */
  Response ask(Request request, Duration patience, Consumer<Response> progress) throws Unreachable {
    boolean asked = false;
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      CountDownLatch answered = new CountDownLatch(1);
      closeAfter(patience, channel, answered);
      try {
        asked = channel.connect(UnixDomainSocketAddress.of(socket));
        return converse(channel, request, progress);
      } finally {
        answered.countDown();
      }
    } catch (ClosedChannelException _) {
      throw new Unreachable("no answer within " + patience.toMillis() / 1_000.0 + " s", asked);
    } catch (MalformedResponse e) {
      throw new Unreachable("what answers is no koinode of this version: " + e.getMessage(), asked);
    } catch (IOException e) {
      String message = e.getMessage();
      throw new Unreachable(message == null ? e.toString() : message, asked);
    }
  }

  private Response converse(SocketChannel channel, Request request, Consumer<Response> progress)
      throws IOException, MalformedResponse {
    String question = ApiJson.write(request);
    trace.accept("> " + question);
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(question + "\n");
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
    while (true) {
      String line = reader.readLine();
      if (line == null) {
        throw new IOException("it closed the connection without an answer");
      }
      trace.accept("< " + line);
      Response response = ApiJson.response(line);
      if (!response.more()) {
        return response;
      }
      progress.accept(response);
    }
  }

  /** A blocking channel has no time-out of its own; to close it wakes whoever waits on it. */
  private static void closeAfter(Duration time, SocketChannel channel, CountDownLatch answered) {
    Thread.ofPlatform()
        .daemon()
        .name("koi-patience")
        .start(
            () -> {
              try {
                if (!answered.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
                  channel.close();
                }
              } catch (InterruptedException | IOException _) {
                // Nobody interrupts it, and a close that fails has closed.
              }
            });
  }
}
