package dev.koi.node.start;

import dev.koi.node.log.Words;
import dev.koi.node.port.Event;
import dev.koi.node.port.Journal;
import dev.koi.node.real.Priority;
import dev.koi.node.real.RealJournal;
import dev.koi.wire.api.Program;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One run of koinode, from its arguments to its exit code. */
public final class Koinode {

  private static final int FAILED = 1;

  private static final String NOT_AHEAD =
      "normal priority: where the machine is busy this daemon may be late, and be taken for dead"
          + " (real-time takes root, CAP_SYS_NICE or an rtprio limit of 1, and no KOI_PRIORITY=normal)";

  private final Options options;
  private final Mailbox mailbox = new Mailbox();
  private final CountDownLatch gone = new CountDownLatch(1);

  /** Read by the shutdown hook, once it is gone. */
  private final AtomicInteger code = new AtomicInteger(FAILED);

  private Koinode(Options options) {
    this.options = options;
  }

  /** Runs a node until it is told to stop. */
  public static int run(String[] arguments) {
    return switch (Options.parse(arguments, Program.VERSION)) {
      case Options.Parsed.Say say -> {
        (say.exitCode() == 0 ? System.out : System.err).print(say.text());
        yield say.exitCode();
      }
      case Options.Parsed.Run run -> run(run.options());
    };
  }

  private static int run(Options options) {
    try {
      if (options.train()) {
        return Training.run();
      }
      boolean isCalled = options.pidFile() != null && !Background.isDaemon();
      return isCalled ? Background.begin() : new Koinode(options).serve();
    } catch (CannotStart e) {
      System.err.println("koinode: " + e.getMessage());
    } catch (IOException e) {
      System.err.println("koinode: " + Words.of(e));
    }
    return FAILED;
  }

  private int serve() throws CannotStart, IOException {
    Signals.onReload(() -> mailbox.accept(new Event.Reload("told by a signal")));
    Thread hook = new Thread(this::stopAndWait, "koi-stop");
    Reader reader = new Reader(options);
    Plan plan = read(reader);
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      live(reader, plan);
      code.set(0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      gone.countDown();
    }
    return code.get();
  }

  private void live(Reader reader, Plan plan) throws CannotStart, IOException, InterruptedException {
    try (Logging.Open log = Logging.open(options, plan.configuration(), plan.name())) {
      Journal journal = new RealJournal("koi");
      if (Priority.read() == Priority.NORMAL) {
        journal.say(Journal.Level.INFO, NOT_AHEAD);
      }
      try (Rereading files = new Rereading(reader, plan, mailbox, journal, log);
          @Nullable PidFile pidFile = options.pidFile() == null ? null : PidFile.take(options.pidFile())) {
        new Residence(plan, mailbox, files, journal)
            .live(
                () -> {
                  if (pidFile != null) {
                    Background.ready();
                  }
                });
      } catch (CannotStart | IOException e) {
        // Standard error has it too; but that of a daemon nobody reads any more once it runs.
        if (!options.log().contains(Options.Log.CONSOLE)) {
          journal.say(Journal.Level.ERROR, "koinode ends: " + Residence.words(e));
        }
        throw e;
      }
    }
  }

  private static Plan read(Reader reader) throws CannotStart {
    return switch (reader.read()) {
      case Reader.Outcome.Good(Plan plan) -> {
        plan.warnings().forEach(System.err::println);
        yield plan;
      }
      case Reader.Outcome.Bad bad -> {
        bad.lines().forEach(System.err::println);
        throw new CannotStart("the configuration has mistakes (koi config check shows what follows)");
      }
    };
  }

  /**
   * SIGINT, SIGTERM, SIGHUP. A shutdown hook rather than a signal handler of our own: the JVM leaves a
   * SIGHUP that was ignored at its start (nohup) ignored. But a stop on request is a success, so it ends
   * with 0 and not with 128 + signal.
   */
  private void stopAndWait() {
    if (gone.getCount() == 0) {
      return; // it ended by itself, and its exit code stands
    }
    mailbox.accept(new Event.Stop("told by a signal"));
    try {
      gone.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(code.get());
  }
}
