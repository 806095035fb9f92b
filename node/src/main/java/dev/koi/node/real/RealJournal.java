package dev.koi.node.real;

import dev.koi.node.port.Journal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The journal as an slf4j logger; where the lines go is the logger's configuration. */
public final class RealJournal implements Journal {

  private final Logger logger;

  /**
   * A journal.
   *
   * @param name of the logger
   */
  public RealJournal(String name) {
    logger = LoggerFactory.getLogger(name);
  }

  @Override
  public void say(Level level, String text) {
    switch (level) {
      case TRACE -> logger.trace(text);
      case INFO -> logger.info(text);
      case WARN -> logger.warn(text);
      case ERROR -> logger.error(text);
    }
  }
}
