package dev.koi.core.raft;

import dev.koi.core.name.MemberId;
import dev.koi.core.time.Moment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Members on a network that takes 5 ms, keeps the order and loses what the story says, with disks that
 * take 1 ms. Heartbeats every 40 ms; election time-outs of 180 ms for a, 30 ms more for each next letter.
 *
 * <pre>
 *   found a b c     these begin as the voters of a new cluster
 *   join d          d begins with nothing
 *   kill a, start a
 *   gone a          a is killed, and its guard says so to all the others; gone a b: it reaches b alone
 *   cut a b         what a sends does not reach b; heal a b: it does again
 *   isolate a       nothing reaches or leaves a; rejoin a
 *   lose a b 2      the next two letters of a to b
 *   disk a 30       a's disk takes 30 ms
 *   break a         a's next write fails
 *   put a x y       a is asked to have x and y agreed
 *   read a          may a answer a read?
 *   add a d, promote a d, remove a c    a is asked to change the members
 *   hand a b        a is asked to hand over to b; hand a: to whom it likes
 *   snap a          a takes a snapshot of what it applied; as large as 20 bytes for each entry
 *   +500            milliseconds pass
 *   show            where everyone stands
 * </pre>
 */
final class Hamlet {

  private static final long TRAVEL_MILLIS = 5;

  private final SortedMap<String, Neighbour> neighbours = new TreeMap<>();
  private final Set<String> cuts = new HashSet<>();
  private final Set<String> isolated = new HashSet<>();
  private final SortedMap<String, Integer> losses = new TreeMap<>();
  private final List<Post> post = new ArrayList<>();
  private final List<String> said = new ArrayList<>();
  private long millis;
  private long ids;

  private record Post(long at, Envelope envelope) {}

  List<String> play(String[] words) {
    said.clear();
    String name = words.length > 1 ? words[1] : "";
    switch (words[0]) {
      case "found" -> found(List.of(words).subList(1, words.length));
      case "join" -> neighbours.put(name, new Neighbour(this, name, Stored.joiner()));
      case "kill" -> neighbour(name).kill();
      case "gone" -> gone(name, words.length > 2 ? List.of(words[2]) : List.copyOf(neighbours.keySet()));
      case "start" -> neighbour(name).start();
      case "cut" -> cuts.add(name + words[2]);
      case "heal" -> cuts.remove(name + words[2]);
      case "isolate" -> isolated.add(name);
      case "rejoin" -> isolated.remove(name);
      case "lose" -> losses.put(name + words[2], Integer.parseInt(words[3]));
      case "disk" -> neighbour(name).diskMillis = Long.parseLong(words[2]);
      case "break" -> neighbour(name).broken = true;
      case "show" -> show();
      default -> ask(words, name);
    }
    return List.copyOf(said);
  }

  private void ask(String[] words, String name) {
    if (words[0].startsWith("+")) {
      pass(Long.parseLong(words[0].substring(1)));
      return;
    }
    Neighbour asked = neighbour(name);
    MemberId other = words.length > 2 ? Council.member(words[2].substring(0, 1)) : null;
    switch (words[0]) {
      case "put" -> {
        List<String> texts = List.of(words).subList(2, words.length);
        asked.step(new RaftInput.Propose(++ids, texts.stream().map(Council::bytes).toList()));
      }
      case "read" -> asked.step(new RaftInput.Read(++ids));
      case "add", "promote", "remove" ->
          asked.step(new RaftInput.ChangeMembers(++ids, change(words[0], required(other))));
      case "hand" -> asked.step(new RaftInput.Transfer(++ids, other));
      case "snap" -> asked.snapshot();
      default -> throw new IllegalArgumentException("nothing that can happen: " + words[0]);
    }
  }

  private static MembersChange change(String verb, MemberId member) {
    return switch (verb) {
      case "add" -> new MembersChange.AddLearner(member);
      case "promote" -> new MembersChange.Promote(member);
      default -> new MembersChange.Remove(member);
    };
  }

  private static MemberId required(@Nullable MemberId member) {
    if (member == null) {
      throw new IllegalArgumentException("which member?");
    }
    return member;
  }

  private void gone(String name, List<String> told) {
    neighbour(name).kill();
    for (String other : told) {
      if (neighbour(other).alive) {
        neighbour(other).step(new RaftInput.Gone(Council.member(name)));
      }
    }
  }

  private void found(List<String> letters) {
    Members founders = Council.voters(letters.toArray(new String[0]));
    for (String letter : letters) {
      neighbours.put(letter, new Neighbour(this, letter, Stored.founder(founders)));
    }
  }

  private void pass(long duration) {
    long until = millis + duration;
    while (millis < until) {
      millis++;
      List<Post> arriving = post.stream().filter(p -> p.at() == millis).toList();
      post.removeAll(arriving);
      arriving.forEach(p -> deliver(p.envelope()));
      neighbours.values().forEach(Neighbour::pass);
    }
  }

  private void deliver(Envelope envelope) {
    String from = envelope.from().name().text();
    String to = envelope.to().name().text();
    if (!cuts.contains(from + to) && !isolated.contains(from) && !isolated.contains(to)) {
      Neighbour neighbour = neighbours.get(to);
      if (neighbour != null && neighbour.alive) {
        neighbour.step(new RaftInput.Received(envelope));
      }
    }
  }

  void send(Envelope envelope) {
    String way = envelope.from().name().text() + envelope.to().name().text();
    int lost = losses.getOrDefault(way, 0);
    if (lost > 0) {
      losses.put(way, lost - 1);
    } else {
      post.add(new Post(millis + TRAVEL_MILLIS, envelope));
    }
  }

  void say(String who, String what) {
    said.add(String.format(Locale.ROOT, "%.3f %s %s", millis / 1000.0, who, what));
  }

  private void show() {
    neighbours.values().stream()
        .sorted(Comparator.comparing(n -> n.letter))
        .forEach(n -> said.add(n.letter + " " + n.describe()));
  }

  Moment now() {
    return Moment.ofMillis(millis);
  }

  private Neighbour neighbour(String name) {
    Neighbour neighbour = neighbours.get(name);
    if (neighbour == null) {
      throw new IllegalArgumentException("nobody was started as " + name);
    }
    return neighbour;
  }
}
