package dev.koi.node.start;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.spi.ContextAwareBase;
import dev.koi.core.name.NodeName;
import dev.koi.node.log.Console;
import dev.koi.node.log.Line;
import dev.koi.node.log.LogFile;
import dev.koi.node.log.Outlet;
import dev.koi.node.log.Spool;
import dev.koi.node.log.Syslog;
import dev.koi.node.port.Journal;
import dev.koi.wire.config.Configuration;
import dev.koi.wire.config.Configuration.LogLevel;
import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * The log of this run: where its lines go and how many there are. Set up by hand: to search for and
 * read a file of the logging library's own costs 100 ms.
 */
public final class Logging extends ContextAwareBase implements Configurator {

  private static final Path FOLDER = Path.of("/var/log/koi");

  /** For logback's service loader, which asks this class before it looks for files. */
  public Logging() {}

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /** The log while it is open. */
  static final class Open implements Closeable {

    private final Options options;
    private final NodeName name;
    private final Spool spool;
    private Path file;

    private Open(Options options, NodeName name, Path file, Spool spool) {
      this.options = options;
      this.name = name;
      this.file = file;
      this.spool = spool;
    }

    /**
     * Level and file as a configuration that was read later says.
     *
     * @throws IOException if the file cannot be written; then lines go where they went before
     */
    void follow(Configuration configuration) throws IOException {
      level(options, configuration);
      Path next = fileOf(configuration, name);
      if (!next.equals(file) && options.log().contains(Options.Log.FILE)) {
        LogFile opened = LogFile.open(next);
        spool.replace(LogFile.class::isInstance, _ -> opened);
      }
      file = next;
    }

    @Override
    public void close() {
      spool.close();
    }
  }

  /**
   * Opens the log.
   *
   * @throws IOException if a place that was asked for cannot be written
   */
  static Open open(Options options, Configuration configuration, NodeName name) throws IOException {
    Path file = fileOf(configuration, name);
    List<Outlet> outlets = new ArrayList<>();
    for (Options.Log place : options.log()) {
      outlets.add(
          switch (place) {
            case CONSOLE -> console(options);
            case SYSLOG -> Syslog.open(Syslog.PLACE, "koinode");
            case FILE -> LogFile.open(file);
          });
    }
    Spool spool = new Spool(outlets, text -> System.err.println("koinode: " + text));
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    ToSpool appender = new ToSpool(spool);
    appender.setContext(context);
    appender.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    root.addAppender(appender);
    level(options, configuration);
    return new Open(options, name, file, spool);
  }

  private static Console console(Options options) {
    String encoding = System.getProperty("stdout.encoding");
    Charset charset = encoding == null ? StandardCharsets.UTF_8 : Charset.forName(encoding);
    Console.Style style =
        Console.isJournal(System.getenv("JOURNAL_STREAM"))
            ? Console.Style.JOURNAL
            : options.likesColour() ? Console.Style.COLOURED : Console.Style.PLAIN;
    return new Console(new FileOutputStream(FileDescriptor.out), charset, style);
  }

  private static Path fileOf(Configuration configuration, NodeName name) {
    String file = configuration.node().logfile();
    return file == null ? FOLDER.resolve(name + ".log") : Path.of(file);
  }

  private static void level(Options options, Configuration configuration) {
    LogLevel level = options.debug() ? LogLevel.TRACE : configuration.node().logLevel();
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context
        .getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)
        .setLevel(
            switch (level) {
              case TRACE -> ch.qos.logback.classic.Level.TRACE;
              case INFO -> ch.qos.logback.classic.Level.INFO;
              case WARN -> ch.qos.logback.classic.Level.WARN;
              case ERROR -> ch.qos.logback.classic.Level.ERROR;
            });
  }

  /** The logging library's end of our spool. */
  private static final class ToSpool extends AppenderBase<ILoggingEvent> {

    private final Spool spool;

    ToSpool(Spool spool) {
      this.spool = spool;
    }

    @Override
    protected void append(ILoggingEvent event) {
      Instant at = Instant.ofEpochMilli(event.getTimeStamp());
      spool.say(new Line(at, level(event.getLevel().toInt()), event.getFormattedMessage()));
    }

    private static Journal.Level level(int number) {
      if (number >= ch.qos.logback.classic.Level.ERROR_INT) {
        return Journal.Level.ERROR;
      }
      if (number >= ch.qos.logback.classic.Level.WARN_INT) {
        return Journal.Level.WARN;
      }
      return number >= ch.qos.logback.classic.Level.INFO_INT ? Journal.Level.INFO : Journal.Level.TRACE;
    }
  }
}
