package dev.koi.core.bully;

import dev.koi.core.message.Message.Heartbeat;
import dev.koi.core.name.Cast;
import dev.koi.core.name.NodeId;
import dev.koi.core.reason.BullyReason;
import dev.koi.core.reason.English;
import dev.koi.core.time.Moment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Nodes that only elect, on a network that takes 10 ms and loses what the story says. A heartbeat
 * leaves every 50 ms; four missing ones make a node silent.
 *
 * <pre>
 *   quorum 2        (before any node) electors that a lease needs
 *   start a 9       node a starts, with priority 9 (else 0); start d runner: it has no vote
 *   kill a          it is gone; a later start is another run of it
 *   stop a          it says farewell first, and names its successor if it leads
 *   gone a          it is killed, and its guard says so to all others
 *   pause a / resume a
 *   cut a b         what a sends does not reach b; heal a b: it does again
 *   +500            milliseconds pass
 *   show            where everyone stands
 * </pre>
 */
final class Village {

  private static final long STEP_MILLIS = 10;

  private final SortedMap<String, Villager> villagers = new TreeMap<>();
  private final Set<String> cuts = new HashSet<>();
  private final List<String> said = new ArrayList<>();
  private List<Letter> post = new ArrayList<>();
  private int quorum;
  private long millis;
  private long starts;

  private record Letter(Villager from, String to, Words words) {}

  private sealed interface Words {
    record Beat(Heartbeat heartbeat) implements Words {}

    record Bye(@Nullable NodeId successor) implements Words {}

    record Gone() implements Words {}
  }

  List<String> play(String[] words) {
    said.clear();
    String name = words.length > 1 ? words[1] : "";
    switch (words[0]) {
      case "quorum" -> quorum = Integer.parseInt(name);
      case "start" -> start(name, words.length > 2 ? words[2] : "0");
      case "kill" -> villager(name).alive = false;
      case "stop" -> stop(villager(name));
      case "gone" -> gone(villager(name));
      case "pause" -> villager(name).paused = true;
      case "resume" -> villager(name).paused = false;
      case "cut" -> cuts.add(name + words[2]);
      case "heal" -> cuts.remove(name + words[2]);
      case "show" -> villagers.values().forEach(v -> said.add(v.name + " " + v.describe(now())));
      default -> pass(words[0]);
    }
    return List.copyOf(said);
  }

  private void start(String name, String how) {
    boolean runner = how.equals("runner");
    int priority = runner ? 0 : Integer.parseInt(how);
    Villager.Origin origin = new Villager.Origin(priority, quorum, ++starts);
    Villager villager = new Villager(name, !runner, origin, now());
    villagers.put(name, villager);
  }

  private void stop(Villager villager) {
    NodeId successor = villager.successor(now());
    for (Villager other : others(villager)) {
      post.add(new Letter(villager, other.name, new Words.Bye(successor)));
    }
    villager.alive = false;
  }

  private void gone(Villager villager) {
    villager.alive = false;
    others(villager).forEach(other -> post.add(new Letter(villager, other.name, new Words.Gone())));
  }

  private void pass(String text) {
    if (!text.startsWith("+")) {
      throw new IllegalArgumentException("nothing that can happen: " + text);
    }
    long until = millis + Long.parseLong(text.substring(1));
    while (millis < until) {
      millis += STEP_MILLIS;
      deliver();
      for (Villager villager : villagers.values()) {
        if (villager.alive && !villager.paused) {
          step(villager);
        }
      }
    }
  }

  private void deliver() {
    List<Letter> arriving = post;
    post = new ArrayList<>();
    for (Letter letter : arriving) {
      Villager to = villager(letter.to());
      if (to.alive && !cuts.contains(letter.from().name + to.name)) {
        to.inbox.add(() -> receive(to, letter));
      }
    }
  }

  private void receive(Villager to, Letter letter) {
    switch (letter.words()) {
      case Words.Beat beat -> to.hear(beat.heartbeat(), now());
      case Words.Gone _ -> say(to, to.gone(Cast.node(letter.from().name), now()));
      case Words.Bye bye ->
          say(to, to.farewell(Cast.node(letter.from().name), bye.successor(), now()));
    }
  }

  private void step(Villager villager) {
    villager.inbox.forEach(Runnable::run);
    villager.inbox.clear();
    say(villager, villager.step(now()));
    Heartbeat heartbeat = villager.beat(now());
    if (heartbeat != null) {
      others(villager).forEach(o -> post.add(new Letter(villager, o.name, new Words.Beat(heartbeat))));
    }
  }

  private void say(Villager who, @Nullable BullyReason reason) {
    if (reason != null) {
      String time = String.format(Locale.ROOT, "%.2f", millis / 1000.0);
      said.add(time + " " + who.name + " " + English.of(reason, Cast::letter));
    }
  }

  private Collection<Villager> others(Villager villager) {
    return villagers.values().stream().filter(v -> v != villager).toList();
  }

  private Villager villager(String name) {
    Villager villager = villagers.get(name);
    if (villager == null) {
      throw new IllegalArgumentException("nobody was started as " + name);
    }
    return villager;
  }

  private Moment now() {
    return Moment.ofMillis(millis);
  }
}
