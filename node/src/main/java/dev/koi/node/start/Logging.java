package dev.koi.node.start;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import dev.koi.wire.config.Configuration.LogLevel;
import org.slf4j.LoggerFactory;

/** The log on the console, set up by hand: to search for and read a file of its own costs 100 ms. */
public final class Logging extends ContextAwareBase implements Configurator {

  private static final String PLAIN = "%d{HH:mm:ss.SSS} %-5level %msg%n%nopex";
  private static final String COLOURED =
      "%gray(%d{HH:mm:ss.SSS}) %highlight(%-5level) %msg%n%nopex";

  /** For logback's service loader, which asks this class before it looks for files. */
  public Logging() {}

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  static void console(LogLevel level, boolean colour) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(colour ? COLOURED : PLAIN);
    encoder.start();
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    console.setEncoder(encoder);
    console.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.addAppender(console);
    root.setLevel(
        switch (level) {
          case TRACE -> Level.TRACE;
          case INFO -> Level.INFO;
          case WARN -> Level.WARN;
          case ERROR -> Level.ERROR;
        });
  }
}
