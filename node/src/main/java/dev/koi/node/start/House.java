package dev.koi.node.start;

import dev.koi.core.time.Moment;
import dev.koi.node.api.UnixSocketServer;
import dev.koi.node.daemon.Daemon;
import dev.koi.node.daemon.Owed;
import dev.koi.node.daemon.Restart;
import dev.koi.node.daemon.Settings;
import dev.koi.node.daemon.Transport;
import dev.koi.node.guard.RealGuards;
import dev.koi.node.guard.Seats;
import dev.koi.node.journal.DamagedJournal;
import dev.koi.node.log.Words;
import dev.koi.node.port.ConfigFiles;
import dev.koi.node.port.Event;
import dev.koi.node.port.Handler;
import dev.koi.node.port.Journal;
import dev.koi.node.port.Journal.Level;
import dev.koi.node.port.Ledger;
import dev.koi.node.port.Ports;
import dev.koi.node.real.BootId;
import dev.koi.node.real.Loop;
import dev.koi.node.real.RealClock;
import dev.koi.node.real.RealDisk;
import dev.koi.node.real.RealEntropy;
import dev.koi.node.real.RealLedger;
import dev.koi.node.real.RealNames;
import dev.koi.node.real.RealScripts;
import dev.koi.node.real.ServiceFolder;
import dev.koi.node.real.ServiceWatch;
import dev.koi.node.real.UdpDatagrams;
import dev.koi.wire.api.Program;
import dev.koi.wire.api.Response;
import dev.koi.wire.config.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A daemon with its real doors, opened in an order in which the first failure is the one to tell. */
final class House implements AutoCloseable {

  /** The folder is watched; this only finds what a watch may miss. */
  private static final Duration RESCAN = Duration.ofSeconds(30);

  private final Journal journal;
  private final RealClock clock = new RealClock();
  private final Loop loop;
  private final Deque<AutoCloseable> doors = new ArrayDeque<>();
  private final UnixSocketServer socket;
  private final UdpDatagrams datagrams;
  private final Daemon daemon;
  private Configuration.Service services;
  private @Nullable ServiceWatch watch;
  private final boolean runner;

  // The socket's server makes run_dir and locks it, so it comes before all that works in there.
  private House(Plan plan, @Nullable UnixSocketServer kept, Outside outside)
      throws CannotStart, IOException {
    Configuration.Node node = plan.configuration().node();
    journal = outside.journal();
    loop = new Loop(clock, journal);
    services = plan.configuration().service();
    runner = node.runner();
    Path guard = guard();
    Path runDir = Path.of(node.runDir());
    boolean raised = false;
    UnixSocketServer door = kept;
    try {
      RealDisk disk = opened(disk(node.stateDir()));
      RealLedger ledger = keepsStore(plan) ? opened(ledger(plan, Path.of(node.stateDir()))) : null;
      door = kept == null ? door(runDir, outside.mailbox()) : kept;
      RealGuards guards = node.guard() ? opened(guards(plan, guard)) : null;
      Seats seats = guards == null ? null : guards.seats();
      RealScripts scripts =
          opened(new RealScripts(new RealScripts.Home(guard, runDir), seats, loop, this::said));
      Addresses addresses = Addresses.of(plan.configuration().cluster().transport());
      datagrams = opened(UdpDatagrams.open(udp(node, addresses), loop));
      if (datagrams.port() != node.port()) {
        journal.say(
            Level.INFO, "UDP port " + node.port() + " is taken, " + datagrams.port() + " is used");
      }
      Transport transport = new Transport(datagrams.port(), addresses.all(), addresses.hosts());
      Ports ports =
          new Ports(
              clock,
              new RealEntropy(),
              datagrams,
              new RealNames(loop),
              disk,
              ledger,
              scripts,
              guards,
              door,
              outside.files(),
              journal);
      Settings settings =
          new Settings(
              plan.configuration(),
              plan.name(),
              plan.keys(),
              transport,
              BootId.read(),
              Program.VERSION,
              outside.again());
      daemon = new Daemon(settings, ports);
      socket = door;
      raised = true;
    } finally {
      if (!raised) {
        closeDoors();
        if (door != null && kept == null) {
          door.close();
        }
      }
    }
  }

  /** What a house shares with those before and after it in the same process. */
  record Outside(Mailbox mailbox, ConfigFiles files, Journal journal, boolean again) {

    /** For the next house. */
    Outside next() {
      return new Outside(mailbox, files, journal, true);
    }
  }

  /**
   * Opens all doors.
   *
   * @param socket of the house before, null if a new one is to be opened
   */
  static House raise(Plan plan, @Nullable UnixSocketServer socket, Outside outside)
      throws CannotStart, IOException {
    return new House(plan, socket, outside);
  }

  void post(Event event) {
    loop.accept(event);
  }

  /**
   * Serves until told to stop.
   *
   * @param begun is run once the node has its state on disk, and so all that it needs
   * @return what is to begin in its place, null if nothing is
   */
  @Nullable Restart run(Runnable begun) throws IOException, InterruptedException {
    daemon.start();
    if (runner) {
      watchServices();
    }
    loop.run(told(begun), datagrams);
    if (daemon.hasFailed()) {
      throw new IOException("node.state_dir: the state cannot be saved; the log says why");
    }
    return daemon.restart();
  }

  private Handler told(Runnable begun) {
    return new Handler() {
      private boolean told;

      @Override
      public void handle(Event event, boolean more) {
        daemon.handle(event, more);
        if (!told && daemon.hasBegun()) {
          told = true;
          begun.run();
        }
      }

      @Override
      public Moment nextWake() {
        return daemon.nextWake();
      }

      @Override
      public boolean hasEnded() {
        return daemon.hasEnded();
      }
    };
  }

  /** Before it runs: answers that the house before owes. */
  void owes(List<Owed> owed, Response answer) {
    daemon.owes(owed, answer);
  }

  /** The configuration has changed in place: perhaps the services are elsewhere now. */
  void follow(Configuration configuration) {
    boolean moved =
        !configuration.service().folder().equals(services.folder())
            || !configuration.service().workingDir().equals(services.workingDir());
    services = configuration.service();
    if (runner && moved) {
      try {
        watchServices();
      } catch (IOException e) {
        journal.say(Level.ERROR, "the services folder " + services.folder() + " is not watched: " + e);
      }
    }
  }

  /** The local socket, which may outlive the house. */
  UnixSocketServer socket() {
    return socket;
  }

  private void watchServices() throws IOException {
    if (watch != null) {
      watch.close();
    }
    ServiceFolder folder =
        new ServiceFolder(Path.of(services.folder()), Path.of(services.workingDir()));
    watch = ServiceWatch.begin(folder, RESCAN, loop);
  }

  /** Closes all doors but the socket. */
  @Override
  public void close() throws IOException {
    if (watch != null) {
      watch.close();
    }
    closeDoors();
  }

  private void closeDoors() throws IOException {
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

  private static UdpDatagrams.Settings udp(Configuration.Node node, Addresses addresses) {
    return new UdpDatagrams.Settings(
        node.port(), node.incrementPort(), addresses.groups(), node.reuseAddress());
  }

  private RealDisk disk(String folder) throws IOException {
    try {
      return new RealDisk(Path.of(folder), loop);
    } catch (IOException e) {
      throw new IOException("node.state_dir: " + Words.of(e), e);
    }
  }

  private static boolean keepsStore(Plan plan) {
    return plan.configuration().cluster().hasStore() && plan.configuration().node().elector();
  }

  private RealLedger ledger(Plan plan, Path stateFolder) throws CannotStart, IOException {
    RealLedger ledger;
    try {
      ledger = new RealLedger(stateFolder, loop);
    } catch (DamagedJournal e) {
      throw new CannotStart(
          "the store of this node is damaged: %s\nnext: find out why the disk lost it; then remove %s,"
              .formatted(e.getMessage(), stateFolder.resolve(RealLedger.FOLDER))
              + " and start again: the node joins anew and gets everything from the others");
    }
    Ledger.Found found = ledger.found();
    if (found != null && !found.member().name().equals(plan.name())) {
      ledger.close();
      throw new CannotStart(
          "this node is called %s, and its store was begun as %s: give it that name again, or remove %s"
              .formatted(plan.name(), found.member().name(), stateFolder.resolve(RealLedger.FOLDER))
              + " and have it added anew");
    }
    return ledger;
  }

  private RealGuards guards(Plan plan, Path binary) throws IOException {
    RealEntropy entropy = new RealEntropy();
    // Of this run and those after it in the same boot, which is how long process trees last.
    String node = new UUID(entropy.draw(), entropy.draw()).toString();
    Duration budget = plan.configuration().time().lease().budget();
    Path runDir = Path.of(plan.configuration().node().runDir());
    RealGuards.Settings settings = new RealGuards.Settings(binary, runDir, node, budget, Map.of());
    try {
      return RealGuards.begin(settings, loop, text -> journal.say(Level.WARN, text));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the guards began", e);
    }
  }

  private UnixSocketServer door(Path runDir, Mailbox mailbox) throws IOException {
    try {
      return UnixSocketServer.open(runDir, mailbox, journal);
    } catch (IOException e) {
      throw new IOException("node.run_dir: " + Words.of(e), e);
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
    Path guard = Path.of(path);
    if (path.isEmpty() || !Files.exists(guard)) {
      throw new CannotStart(
          "koi-guard is not built" + (path.isEmpty() ? "" : " (" + path + ")") + ": run bin/build");
    }
    if (!Files.isExecutable(guard)) {
      throw new CannotStart("koi-guard may not be executed (" + path + "): chmod 755 it, or run bin/build");
    }
    return guard;
  }
}
