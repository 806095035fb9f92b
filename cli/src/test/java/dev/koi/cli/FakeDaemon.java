package dev.koi.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The protocol's other side: a real socket that answers every question with recorded lines. */
final class FakeDaemon implements AutoCloseable {

  /** As an answer: nothing, with the connection left open. */
  static final List<String> SILENCE = List.of();

  private final ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
  private final BlockingQueue<String> questions = new LinkedBlockingQueue<>();
  private final BlockingQueue<SocketChannel> open = new LinkedBlockingQueue<>();
  private final Function<String, List<String>> answers;
  private final Thread serving;

  FakeDaemon(Path folder, List<String> answer) throws IOException {
    this(folder, _ -> answer);
  }

  /** One that answers each question with other lines. */
  FakeDaemon(Path folder, Function<String, List<String>> answers) throws IOException {
    this.answers = answers;
    server.bind(UnixDomainSocketAddress.of(folder.resolve("koi.sock")));
    this.serving = Thread.ofVirtual().start(this::serve);
  }

  /** The next line that was asked. */
  String question() throws InterruptedException {
    @Nullable String question = questions.poll(10, TimeUnit.SECONDS);
    if (question == null) {
      throw new AssertionError("nobody asked within 10 s");
    }
    return question;
  }

  private void serve() {
    try {
      while (true) {
        SocketChannel channel = server.accept();
        open.add(channel);
        String line =
            new BufferedReader(
                    new InputStreamReader(
                        Channels.newInputStream(channel), StandardCharsets.UTF_8))
                .readLine();
        questions.add(String.valueOf(line));
        List<String> answer = answers.apply(String.valueOf(line));
        for (String text : answer) {
          channel.write(ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8)));
        }
        if (!answer.isEmpty()) {
          channel.close();
        }
      }
    } catch (ClosedChannelException _) {
      // The test is over.
    } catch (IOException e) {
      questions.add("the fake daemon failed: " + e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (SocketChannel channel : open) {
      channel.close();
    }
    try {
      // A socket on which a virtual thread waits listens on until that thread has noticed.
      serving.join(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
