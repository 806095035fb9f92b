package dev.koi.node.guard;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One native process beside the daemon, launcher or guard, and the two threads that talk with it: nobody
 * else waits for a pipe. They are no virtual threads, because reading a pipe holds a virtual thread's
 * carrier for ever.
 */
public final class Companion {

  /** Who listens. Called from one thread for each process. */
  public interface Listener {

    /** False: that makes no sense, and it counts as lost. */
    boolean heard(Frame frame);

    /** It died, or talked nonsense; nothing more is heard of it. */
    void lost(Companion dead, String why);
  }

  /**
   * How one is begun.
   *
   * @param name for people: of its threads, and of the file in the run folder that it complains to
   * @param arguments of koi-guard; the run folder stands among them, so that {@code ps} says whose it is
   * @param environment what is added to our own
   */
  public record Plan(
      Path binary, Path runDir, String name, List<String> arguments, Map<String, String> environment) {

    public Plan {
      arguments = List.copyOf(arguments);
      environment = Map.copyOf(environment);
    }
  }

  /** Never written: it ends the writer. */
  private static final Frame END = new Frame('.', 0, new byte[0]);

  private static final long EXIT_SECONDS = 2;

  private final Process process;
  private final Path complaints;
  private final Listener listener;
  private final LinkedBlockingQueue<Frame> requests = new LinkedBlockingQueue<>();

  private Companion(Process process, Path complaints, Listener listener) {
    this.process = process;
    this.complaints = complaints;
    this.listener = listener;
  }

  /**
   * Begins one.
   *
   * @throws IOException if it cannot be executed
   */
  public static Companion begin(Plan plan, Listener listener) throws IOException {
    // Not our own stderr: it may outlive us, and would hold our terminal or pipe open.
    Path complaints = plan.runDir.resolve(plan.name + ".log");
    List<String> command = new ArrayList<>(List.of(plan.binary.toString()));
    command.addAll(plan.arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(complaints.toFile());
    builder.environment().putAll(plan.environment);
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new IOException(
          "the " + plan.name + " " + plan.binary + " cannot be begun: " + e.getMessage(), e);
    }
    Companion companion = new Companion(process, complaints, listener);
    Thread.ofPlatform().name("koi-" + plan.name + "-out").daemon().start(companion::write);
    Thread.ofPlatform().name("koi-" + plan.name + "-in").daemon().start(companion::read);
    return companion;
  }

  public long pid() {
    return process.pid();
  }

  /** Never blocks; what a dead one is sent is lost, and {@link Listener#lost} follows. */
  public void send(Frame frame) {
    requests.add(frame);
  }

  /** Sends what was asked, then hangs up. */
  public void close() {
    requests.add(END);
  }

  /** Ends it the hard way. */
  void kill() {
    process.destroyForcibly();
  }

  /** Whether it is over within this time. */
  boolean awaitEnd(long millis) throws InterruptedException {
    return process.waitFor(millis, TimeUnit.MILLISECONDS);
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
        if (!listener.heard(frame)) {
          throw new IOException("a frame of kind " + (int) frame.kind() + " that makes no sense");
        }
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
