package dev.koi.node.start;

import dev.koi.core.name.NodeName;
import dev.koi.node.api.UnixSocketServer;
import dev.koi.node.daemon.Daemon;
import dev.koi.node.daemon.Settings;
import dev.koi.node.port.Event;
import dev.koi.node.port.Journal;
import dev.koi.node.port.Journal.Level;
import dev.koi.node.port.Ports;
import dev.koi.node.real.BootId;
import dev.koi.node.real.Loop;
import dev.koi.node.real.RealClock;
import dev.koi.node.real.RealDisk;
import dev.koi.node.real.RealEntropy;
import dev.koi.node.real.RealJournal;
import dev.koi.node.real.RealScripts;
import dev.koi.node.real.ServiceFolder;
import dev.koi.node.real.ServiceWatch;
import dev.koi.node.real.UdpDatagrams;
import dev.koi.wire.api.Program;
import dev.koi.wire.config.Configuration;
import dev.koi.wire.keys.ClusterKey;
import dev.koi.wire.seal.KeyRing;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** A daemon with its real doors, opened in an order in which the first failure is the one to tell. */
final class House implements AutoCloseable {

  /** The folder is watched; this only finds what a watch may miss. */
  private static final Duration RESCAN = Duration.ofSeconds(30);

  private final Journal journal = new RealJournal("koi");
  private final RealClock clock = new RealClock();
  private final Loop loop = new Loop(clock, journal);
  private final Deque<AutoCloseable> doors = new ArrayDeque<>();
  private final Configuration configuration;
  private final Daemon daemon;

  // The socket's server makes run_dir and locks it, so it comes before all that works in there.
  private House(Configuration configuration, NodeName name)
      throws CannotStart, IOException {
    this.configuration = configuration;
    Configuration.Node node = configuration.node();
    Path guard = guard();
    RealDisk disk = opened(new RealDisk(Path.of(node.stateDir()), loop));
    UnixSocketServer socket =
        opened(UnixSocketServer.open(Path.of(node.runDir()), loop, journal));
    RealScripts scripts = opened(new RealScripts(guard, Path.of(node.runDir()), loop, this::said));
    KeyRing keys = ClusterKey.ring(configuration.cluster());
    List<InetSocketAddress> transport =
        Addresses.resolve(configuration.cluster().transport(), journal);
    UdpDatagrams datagrams = opened(UdpDatagrams.open(node.port(), node.incrementPort(), loop));
    Ports ports =
        new Ports(clock, new RealEntropy(), datagrams, disk, scripts, socket, journal);
    this.daemon =
        new Daemon(
            new Settings(configuration, name, keys, transport, BootId.read(), Program.VERSION), ports);
  }

  static House raise(Configuration configuration, NodeName name) throws CannotStart, IOException {
    return new House(configuration, name);
  }

  void post(Event event) {
    loop.accept(event);
  }

  /** Serves until told to stop. */
  void run() throws IOException, InterruptedException {
    daemon.start();
    if (configuration.node().runner()) {
      Configuration.Service service = configuration.service();
      ServiceFolder folder =
          new ServiceFolder(Path.of(service.folder()), Path.of(service.workingDir()));
      opened(ServiceWatch.begin(folder, RESCAN, loop));
    }
    loop.run(daemon);
  }

  @Override
  public void close() throws IOException {
    while (!doors.isEmpty()) {
      try {
        doors.pop().close();
      } catch (IOException e) {
        throw e;
      } catch (Exception e) {
        throw new IOException(e);
      }
    }
  }

  private <T extends AutoCloseable> T opened(T door) {
    doors.push(door);
    return door;
  }

  private void said(String label, String line) {
    journal.say(Level.INFO, label + ": " + line);
  }

  /** The launcher's binary, which the start script names. */
  private static Path guard() throws CannotStart {
    String path = System.getProperty("koi.guard", "");
    if (path.isEmpty() || !Files.isExecutable(Path.of(path))) {
      throw new CannotStart(
          "koi-guard is not built" + (path.isEmpty() ? "" : " (" + path + ")") + ": run bin/build");
    }
    return Path.of(path);
  }
}
