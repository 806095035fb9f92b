package dev.koi.sim;

import dev.koi.core.time.Moment;
import dev.koi.node.daemon.Daemon;
import dev.koi.node.daemon.Inspection;
import dev.koi.node.daemon.Settings;
import dev.koi.node.port.Event;
import dev.koi.node.port.Handler;
import dev.koi.node.port.Ports;
import java.io.IOException;

/**
 * What runs on a machine: the daemon, or in a test one that is wrong on purpose, to see that the
 * oracle notices.
 */
interface Program extends Handler {

  void start();

  Inspection inspect();

  /** Makes what runs on a machine. */
  interface Maker {

    Program make(Settings settings, Ports ports) throws IOException;
  }

  /**
   * The daemon itself.
   *
   * @throws IOException if it cannot read its state
   */
  static Program daemon(Settings settings, Ports ports) throws IOException {
    Daemon daemon = new Daemon(settings, ports);
    return new Program() {
      @Override
      public void start() {
        daemon.start();
      }

      @Override
      public void handle(Event event, boolean more) {
        daemon.handle(event, more);
      }

      @Override
      public Moment nextWake() {
        return daemon.nextWake();
      }

      @Override
      public boolean hasEnded() {
        return daemon.hasEnded();
      }

      @Override
      public Inspection inspect() {
        return daemon.inspect();
      }
    };
  }
}
