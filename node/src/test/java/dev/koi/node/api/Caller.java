package dev.koi.node.api;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The other side of the socket; as a program of its own it runs as another user. */
final class Caller implements AutoCloseable {

  private final SocketChannel channel;
  private final LineReader lines;

  Caller(Path socket) throws IOException {
    channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
    lines = new LineReader(channel, 1 << 20);
  }

  /** Arguments: the socket, then requests. Prints an answer for each. */
  public static void main(String[] args) throws Exception {
    try (Caller caller = new Caller(Path.of(args[0]))) {
      for (int i = 1; i < args.length; i++) {
        caller.say(args[i]);
        System.out.println(caller.hear());
      }
    }
  }

  void say(String line) throws IOException {
    bytes((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  void bytes(byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  /** The next line, null when the daemon closed the connection. */
  @Nullable String hear() throws Exception {
    return lines.next();
  }

  void sayNoMore() throws IOException {
    channel.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
