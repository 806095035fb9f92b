package dev.koi.node.real;

import dev.koi.core.name.Epoch;
import dev.koi.core.name.GroupName;
import dev.koi.core.runner.Ending;
import dev.koi.node.guard.Companion;
import dev.koi.node.guard.Frame;
import dev.koi.node.guard.Seats;
import dev.koi.node.port.Event;
import dev.koi.node.port.Scripts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Scripts by way of the native launcher.
 *
 * <p>A launcher that dies is begun again, and adopts what the old one left, so that it can still be
 * surveyed and killed; but its services have lost the reader of their output, and what it was running
 * counts as failed. One that dies {@value #MOST_RESTARTS} times within a minute would die again: then
 * no script can run any more, and the daemon is told so.
 */
public final class RealScripts implements Scripts, AutoCloseable {

  private static final int MOST_RESTARTS = 3;
  private static final long RESTARTS_WITHIN_NANOS = 60_000_000_000L;

  /** What the launcher's table holds of a full tail: one so long may lack its beginning. */
  private static final int TAIL_BYTES = 4096;

  /** A launch of which something may be left. */
  private static final class Launched {
    final OutputLines lines;

    /** 0: not known to have begun. */
    int session;

    boolean running = true;

    /** Its launcher died before it told whether it began: a survey must never find it gone. */
    boolean untraceable;

    Launched(OutputLines lines) {
      this.lines = lines;
    }
  }

  /** Where the launcher is, and the run folder, which must be there. */
  public record Home(Path guardBinary, Path runDir) {}

  private final Companion.Plan plan;
  private final @Nullable Seats seats;
  private final Consumer<Event> inbox;
  private final BiConsumer<String, String> log;
  private final Map<Long, Launched> launched = new TreeMap<>();
  private final Map<Long, Set<Long>> surveys = new HashMap<>();
  private final Map<Long, Frame> whoIsLeft = new HashMap<>();
  private final ArrayDeque<Long> restarts = new ArrayDeque<>();
  private @Nullable Companion launcher;
  private boolean closed;

  /**
   * Begins the launcher.
   *
   * @param home binary and folder
   * @param seats the guards' cells, null: there are no guards, and nothing runs in a tree. With guards, both
   *     have begun
   * @param log gets each line of output, with the label of its launch; a slow one loses lines
   * @throws IOException if the launcher cannot be begun
   */
  public RealScripts(
      Home home, @Nullable Seats seats, Consumer<Event> inbox, BiConsumer<String, String> log)
      throws IOException {
    List<String> command = List.of("launcher", home.runDir.toString());
    this.plan = new Companion.Plan(home.guardBinary, home.runDir, "launcher", command, Map.of());
    this.seats = seats;
    this.inbox = inbox;
    this.log = log;
    this.launcher = Companion.begin(plan, listener());
  }

  private Companion.Listener listener() {
    return new Companion.Listener() {
      @Override
      public boolean heard(Frame frame) {
        Report report = Report.parse(frame);
        if (report != null) {
          RealScripts.this.heard(report);
        }
        return report != null;
      }

      @Override
      public void lost(Companion dead, String why) {
        RealScripts.this.lost(why);
      }
    };
  }

  @Override
  public synchronized void launch(Launch launch) {
    if (launcher == null) {
      notBegun(launch.id(), "the launcher is gone");
      return;
    }
    List<String> words = new ArrayList<>();
    words.add(launch.folder());
    words.addAll(launch.command());
    launch.environment().forEach((name, value) -> words.add(name + "=" + value));
    Frame frame;
    try {
      frame = frame(launch, words);
    } catch (IllegalArgumentException e) {
      notBegun(launch.id(), String.valueOf(e.getMessage()));
      return;
    }
    launched.put(launch.id(), new Launched(new OutputLines(line -> log.accept(launch.label(), line))));
    launcher.send(frame);
  }

  private Frame frame(Launch launch, List<String> words) {
    if (launch.place() == null) {
      return Frame.launch(launch.id(), launch.command().size(), words);
    }
    if (seats == null) {
      throw new IllegalArgumentException("it is to run in a process tree, and there are no guards");
    }
    return Frame.launchIn(seats.seat(launch.place()), launch.id(), launch.command().size(), words);
  }

  @Override
  public synchronized void left(GroupName group, Epoch epoch, boolean kill, long ticket) {
    if (launcher == null || seats == null) {
      inbox.accept(new Event.Left(ticket, true)); // nobody can say that they are gone
      return;
    }
    try {
      Frame question = seats.left(group, epoch, kill, ticket);
      whoIsLeft.put(ticket, question);
      launcher.send(question);
    } catch (IllegalArgumentException _) {
      inbox.accept(new Event.Left(ticket, true)); // it has no cell, and gets none
    }
  }

  @Override
  public synchronized void terminate(long id) {
    send(Frame.terminate(id));
  }

  @Override
  public synchronized void kill(Set<Long> ids) {
    send(Frame.kill(known(ids)));
  }

  @Override
  public synchronized void survey(Set<Long> ids, long ticket) {
    Set<Long> asked = known(ids);
    if (launcher == null) {
      inbox.accept(new Event.Surveyed(ticket, asked)); // nobody can say that they are gone
      return;
    }
    surveys.put(ticket, asked);
    launcher.send(Frame.survey(asked, ticket));
  }

  /** The launcher's process, or empty once it is gone for good. For people and tests. */
  public synchronized OptionalLong launcherPid() {
    return launcher == null ? OptionalLong.empty() : OptionalLong.of(launcher.pid());
  }

  /** Leaves what runs alone; the launcher ends when nothing is left to it. */
  @Override
  public synchronized void close() {
    closed = true;
    if (launcher != null) {
      launcher.close();
    }
  }

  private Set<Long> known(Set<Long> ids) {
    return ids.stream().filter(launched::containsKey).collect(Collectors.toSet());
  }

  private void send(Frame frame) {
    if (launcher != null) {
      launcher.send(frame);
    }
  }

  private void notBegun(long id, String why) {
    inbox.accept(new Event.Ended(id, new Ending.Report(new Ending.NotBegun(why), List.of())));
  }

  /** From the launcher's reader. What is said goes to the log outside the lock, which the loop takes too. */
  private void heard(Report report) {
    switch (report) {
      case Report.Begun(long id, int session) -> begun(id, session);
      case Report.Output(long id, byte[] bytes) -> withLaunch(id, l -> l.lines.add(bytes));
      case Report.Dropped(long id, long bytes) -> withLaunch(id, l -> admit(l, bytes));
      case Report.Exited(long id, int code, byte[] tail) -> ended(id, new Ending.Exited(code), tail);
      case Report.Signalled(long id, int signal, byte[] tail) ->
          ended(id, new Ending.Signalled(signal), tail);
      case Report.NotBegun(long id, String why) -> ended(id, new Ending.NotBegun(why), new byte[0]);
      case Report.Gone(long id) -> {
        withLaunch(id, l -> l.lines.finish());
        forget(id);
      }
      case Report.Left(long ticket, boolean anyone) -> left(ticket, anyone);
      case Report.Alive(long ticket, Set<Long> alive) -> surveyed(ticket, alive);
    }
  }

  private void withLaunch(long id, Consumer<Launched> action) {
    Launched l = find(id);
    if (l != null) {
      action.accept(l);
    }
  }

  private synchronized @Nullable Launched find(long id) {
    return launched.get(id);
  }

  private synchronized void forget(long id) {
    launched.remove(id);
  }

  private synchronized void begun(long id, int session) {
    withLaunch(id, l -> l.session = session);
  }

  private static void admit(Launched l, long bytes) {
    l.lines.finish();
    String gap = "(" + bytes + " bytes of output were dropped)\n";
    l.lines.add(gap.getBytes(StandardCharsets.UTF_8));
  }

  private void ended(long id, Ending ending, byte[] tail) {
    withLaunch(id, l -> l.lines.finish());
    List<String> last = OutputLines.lastOf(tail, tail.length == TAIL_BYTES);
    synchronized (this) {
      Launched l = launched.get(id);
      if (l != null && l.running) {
        l.running = false;
        inbox.accept(new Event.Ended(id, new Ending.Report(ending, last)));
      }
      if (l != null && l.session == 0) {
        launched.remove(id); // refused before there was a process
      }
    }
  }

  private synchronized void surveyed(long ticket, Set<Long> alive) {
    Set<Long> all = new HashSet<>(alive);
    for (long id : surveys.getOrDefault(ticket, Set.of())) {
      Launched l = launched.get(id);
      if (l != null && l.untraceable) {
        all.add(id);
      }
    }
    surveys.remove(ticket);
    inbox.accept(new Event.Surveyed(ticket, all));
  }

  private synchronized void left(long ticket, boolean anyone) {
    whoIsLeft.remove(ticket);
    inbox.accept(new Event.Left(ticket, anyone));
  }

  private synchronized void lost(String why) {
    launcher = null;
    if (closed) {
      return;
    }
    launched.forEach(
        (id, l) -> {
          l.untraceable |= l.session == 0;
          if (l.running) {
            l.running = false;
            notBegun(id, "the launcher was lost while it ran (" + why + ")");
          }
        });
    String whyNotAgain = beginAgain();
    boolean forGood = !whyNotAgain.isEmpty();
    inbox.accept(new Event.LauncherLost("the launcher was lost: " + why + whyNotAgain, forGood));
    Map<Long, Set<Long>> unanswered = Map.copyOf(surveys);
    surveys.clear();
    unanswered.forEach((ticket, ids) -> survey(ids, ticket));
    if (launcher == null) {
      Set.copyOf(whoIsLeft.keySet()).forEach(ticket -> left(ticket, true));
    } else {
      whoIsLeft.values().forEach(launcher::send);
    }
  }

  /** Says why not, or nothing. */
  private String beginAgain() {
    long now = System.nanoTime();
    restarts.removeIf(then -> now - then > RESTARTS_WITHIN_NANOS);
    if (restarts.size() == MOST_RESTARTS) {
      return "; it died " + (MOST_RESTARTS + 1) + " times within a minute, and is not begun again";
    }
    restarts.add(now);
    try {
      Companion next = Companion.begin(plan, listener());
      launched.forEach(
          (id, l) -> {
            if (!l.untraceable) {
              next.send(Frame.adopt(id, l.session));
            }
          });
      launcher = next;
      return "";
    } catch (IOException e) {
      return "; and cannot be begun again: " + e.getMessage();
    }
  }
}
