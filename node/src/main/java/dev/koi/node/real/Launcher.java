package dev.koi.node.real;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One run of the native launcher, and the two threads that talk with it: nobody else waits for a pipe.
 * They are no virtual threads, because reading a pipe holds a virtual thread's carrier for ever.
 */
final class Launcher {

  /** Who listens. Called from one thread for each launcher. */
  interface Listener {

    void heard(Report report);

    /** It died; nothing more is heard of it. */
    void lost(Launcher launcher, String why);
  }

  /** Never written: it ends the writer. */
  private static final Frame END = new Frame('.', 0, new byte[0]);

  private static final long EXIT_SECONDS = 2;

  private final Process process;
  private final Path complaints;
  private final Listener listener;
  private final LinkedBlockingQueue<Frame> requests = new LinkedBlockingQueue<>();

  private Launcher(Process process, Path complaints, Listener listener) {
    this.process = process;
    this.complaints = complaints;
    this.listener = listener;
  }

  /**
   * Begins one.
   *
   * @param runDir stands in its command line, so that {@code ps} says whose it is
   */
  static Launcher begin(Path binary, Path runDir, Listener listener) throws IOException {
    // Not our own stderr: the launcher may outlive us, and would hold our terminal or pipe open.
    Path complaints = runDir.resolve("launcher.log");
    Process process;
    try {
      process =
          new ProcessBuilder(binary.toString(), "launcher", runDir.toString())
              .redirectError(complaints.toFile())
              .start();
    } catch (IOException e) {
      throw new IOException("the launcher " + binary + " cannot be begun: " + e.getMessage(), e);
    }
    Launcher launcher = new Launcher(process, complaints, listener);
    Thread.ofPlatform().name("koi-launcher-out").daemon().start(launcher::write);
    Thread.ofPlatform().name("koi-launcher-in").daemon().start(launcher::read);
    return launcher;
  }

  long pid() {
    return process.pid();
  }

  /** Never blocks; what a dead launcher is sent is lost, and {@link Listener#lost} follows. */
  void send(Frame frame) {
    requests.add(frame);
  }

  /** Sends what was asked, then hangs up: it ends as soon as no child is left to it. */
  void close() {
    requests.add(END);
  }

  private void write() {
    try (OutputStream out = process.getOutputStream()) {
      for (Frame frame = requests.take(); frame.kind() != END.kind(); frame = requests.take()) {
        frame.writeTo(out);
        if (requests.isEmpty()) {
          out.flush();
        }
      }
    } catch (IOException _) {
      // It is gone, or takes us for gone: the reader sees the end too, and tells why.
      requests.clear();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void read() {
    String why = "it ended";
    try (DataInputStream in = new DataInputStream(process.getInputStream())) {
      for (@Nullable Frame frame = Frame.readFrom(in); frame != null; frame = Frame.readFrom(in)) {
        Report report = Report.parse(frame);
        if (report == null) {
          throw new IOException("a frame of kind " + (int) frame.kind() + " that makes no sense");
        }
        listener.heard(report);
      }
    } catch (IOException e) {
      why = e.toString();
    }
    requests.add(END);
    listener.lost(this, why + howItEnded());
  }

  private String howItEnded() {
    try {
      String said = Files.readString(complaints, StandardCharsets.UTF_8).strip();
      boolean over = process.waitFor(EXIT_SECONDS, TimeUnit.SECONDS);
      return (over ? ", exit code " + process.exitValue() : "") + (said.isEmpty() ? "" : ": " + said);
    } catch (IOException e) {
      return ", " + complaints + " cannot be read: " + e;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
