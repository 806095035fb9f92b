package dev.koi.cli;

import dev.koi.cli.render.Screen;
import dev.koi.wire.api.ExitCode;
import dev.koi.wire.api.Response;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code -w}: asks again and again. A terminal shows the newest answer; anything else gets a block,
 * or a line of JSON, whenever something has happened. A daemon that does not answer is shown as
 * that: who watches it start again wants to see it.
 */
final class Watch {

  private static final long EVERY_MILLIS = 1_000;
  private static final TerminalSize USUAL = new TerminalSize(24, 80);

  private final World world;
  private final QuickLine line;
  private final Supplier<Optional<TerminalSize>> size;
  private String last = "";

  Watch(World world, QuickLine line, Supplier<Optional<TerminalSize>> size) {
    this.world = world;
    this.line = line;
    this.size = size;
  }

  /** Until Ctrl-C, which ends the program with 130. */
  static int forEver(World world, QuickLine line) {
    return new Watch(world, line, TerminalSize::now).run(Watch::pause);
  }

  /**
   * Looks, and looks again as long as it is to go on.
   *
   * @param goesOn waits until it is time
   */
  int run(BooleanSupplier goesOn) {
    boolean json = line.options().format == Options.Format.JSON;
    return world.terminal() && !json ? onScreen(goesOn) : inBlocks(json, goesOn);
  }

  private int onScreen(BooleanSupplier goesOn) {
    Screen screen = new Screen();
    PrintStream out = world.out();
    Thread restore = new Thread(() -> leave(out), "koi-restore");
    Runtime.getRuntime().addShutdownHook(restore);
    send(out, Screen.BEGIN);
    do {
      TerminalSize now = size.get().orElse(USUAL);
      String text = text(world.broad(now.columns()), null);
      send(out, screen.show(text, now.rows(), now.columns()));
    } while (goesOn.getAsBoolean() && !out.checkError());
    Runtime.getRuntime().removeShutdownHook(restore);
    leave(out);
    return ExitCode.DONE;
  }

  private int inBlocks(boolean json, BooleanSupplier goesOn) {
    do {
      Response answer = new Asking(world, line).answer();
      String calm = Calm.of(text(world, Calm.of(answer)));
      if (!calm.equals(last)) {
        last = calm;
        String text = text(world, answer);
        world.out().print(json ? text : Instant.now().truncatedTo(ChronoUnit.SECONDS) + "\n" + text + "\n");
      }
      if (world.out().checkError()) {
        return ExitCode.FAILED; // nobody reads any more
      }
    } while (goesOn.getAsBoolean());
    return ExitCode.DONE;
  }

  /** What the command prints, on either stream; asks if there is no answer yet. */
  private String text(World around, @Nullable Response known) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream into = new PrintStream(bytes, false, StandardCharsets.UTF_8);
    Asking asking = new Asking(around.into(into), line);
    asking.print(known == null ? asking.answer() : known);
    into.flush();
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** One at a time: nothing may be drawn behind the end. */
  private static void send(PrintStream out, String text) {
    synchronized (out) {
      out.print(text);
      out.flush();
    }
  }

  private static void leave(PrintStream out) {
    send(out, Screen.END);
  }

  /** Waits a second; false: it is over. */
  static boolean pause() {
    try {
      Thread.sleep(EVERY_MILLIS);
      return true;
    } catch (InterruptedException _) {
      return false;
    }
  }
}
