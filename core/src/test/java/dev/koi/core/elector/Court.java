package dev.koi.core.elector;

import static dev.koi.core.name.Cast.DB;

import dev.koi.core.agreed.Agreed;
import dev.koi.core.agreed.Change;
import dev.koi.core.agreed.GroupState;
import dev.koi.core.agreed.Holder;
import dev.koi.core.heard.Heard;
import dev.koi.core.lease.Arming;
import dev.koi.core.lease.PromiseBook;
import dev.koi.core.message.Message;
import dev.koi.core.message.Message.ConfirmAsk;
import dev.koi.core.message.Message.Released;
import dev.koi.core.message.Message.Renew;
import dev.koi.core.message.Message.Unconfirmed;
import dev.koi.core.name.Cast;
import dev.koi.core.name.Epoch;
import dev.koi.core.name.NodeId;
import dev.koi.core.reason.ElectorReason;
import dev.koi.core.reason.English;
import dev.koi.core.time.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Node a leads with what a leader has (what is agreed, a desk, rounds); runners and electors are
 * played. Profile fast: I 100, W 720 ms; a heartbeat every 40 ms; the first grant waits 500 ms.
 *
 * <pre>
 *   quorum 2           electors that a lease needs;  store: the voters of a store confirm it
 *   tolerance 2000 | delay 2000   ms: elector_startup_tolerance and initial_promotion_delay are written
 *   node b 3000        b is heard, and has been up for 3000 ms
 *   b runner|elector   it is only that
 *   b silent|heard     b failed 2000 (it failed so many ms ago)   b ready|unready
 *   b deaf             takes nothing that it is granted;  b mum: renews no more;  b stuck: never demotes
 *   b follows c        b highest 9 (its disk knows that epoch)    b holds 7
 *   b promised 7 c     b confirmed epoch 7 for c just now;  b refuses: it confirms nothing; again: it does
 *   b unconfirmed 7 | released 7   its guard says so of that epoch
 *   b starts           its elector starts, and is mute for W
 *   agreed 5 b         before lead: b was granted epoch 5 by the leader before
 *   lead               a leads from now;  all known: every configured node has been heard
 *   lead 300           the same; a voter of its majority confirmed another leader 300 ms ago (store)
 *   b seat bully|blank|other   b is an elector without a store, or of another one
 *   promote c | demote | elect | maintenance
 *   +500 | show
 * </pre>
 */
final class Court {

  private static final long STEP_MILLIS = 10;
  private static final long BEAT_MILLIS = 40;
  private static final Duration FAILURE_MEMORY = Duration.ofSeconds(60);

  private final SortedMap<String, Subject> subjects = new TreeMap<>();
  private final List<String> said = new ArrayList<>();
  private Agreed agreed = Agreed.EMPTY;
  private Heard heard = Heard.NOBODY;
  private Rounds rounds = Rounds.none(0);
  private @Nullable Leadership term;
  private @Nullable Released freed;
  private @Nullable Class<?> waits;
  private boolean everyone;
  private Backing backing = new Backing.Promises(0);
  private Duration tolerance = Duration.ZERO;
  private Duration delay = Duration.ZERO;
  private long pulse;
  private long millis;

  List<String> play(String[] words) {
    said.clear();
    String more = words.length > 1 ? words[1] : "";
    switch (words[0]) {
      case "quorum" -> backing = new Backing.Promises(Integer.parseInt(more));
      case "store" -> backing = new Backing.Store(Subject.STORE);
      case "tolerance" -> tolerance = millis(more);
      case "delay" -> delay = millis(more);
      case "node" -> {
        Subject subject = new Subject(more, millis(words[2]), now());
        subject.sit(backing instanceof Backing.Store ? "here" : "bully");
        subjects.put(more, subject);
      }
      case "agreed" -> {
        Holder holder = new Holder(Cast.run(words[2]), Subject.FAST);
        Epoch epoch = new Epoch(Long.parseLong(more));
        agreed = agreed.replay(new Change.Granted(DB, epoch, holder));
      }
      case "lead" -> {
        Moment confirmed = more.isEmpty() ? now() : now().minus(millis(more));
        term = Leadership.begin(agreed, now(), confirmed, now());
      }
      case "all" -> everyone = true;
      case "promote" -> commit(new Change.Steered(DB, false, Cast.node(more)));
      case "demote" -> commit(new Change.Steered(DB, true, null));
      case "elect" -> commit(new Change.Steered(DB, false, null));
      case "maintenance" -> commit(new Change.Maintained(!more.equals("off")));
      case "show" -> show();
      default -> {
        if (words[0].startsWith("+")) {
          pass(Long.parseLong(words[0]));
        } else {
          direct(subject(words[0]), words);
        }
      }
    }
    return List.copyOf(said);
  }

  private void direct(Subject subject, String[] words) {
    switch (words[1]) {
      case "runner" -> subject.elector = false;
      case "elector" -> subject.runner = false;
      case "silent" -> subject.heard = false;
      case "heard" -> subject.heard = true;
      case "ready" -> subject.ready = true;
      case "unready" -> subject.ready = false;
      case "deaf" -> subject.takes = false;
      case "mum" -> subject.renews = false;
      case "stuck" -> subject.demotes = false;
      case "follows" -> subject.follows = words[2];
      case "seat" -> subject.sit(words[2]);
      case "failed" -> subject.failed = now().minus(millis(words[2]));
      case "highest" -> subject.highest = new Epoch(Long.parseLong(words[2]));
      case "refuses" -> subject.refuses = !subject.refuses;
      case "holds" -> subject.take(new Epoch(Long.parseLong(words[2])), now());
      case "promised" -> {
        Epoch epoch = new Epoch(Long.parseLong(words[2]));
        subject.confirms(ask(epoch, words[3], Arming.ARMED), now());
      }
      case "released" -> told(new Released(DB, new Epoch(Long.parseLong(words[2])), Cast.run(subject.name)));
      case "unconfirmed" ->
          told(new Unconfirmed(DB, new Epoch(Long.parseLong(words[2])), Cast.run(subject.name)));
      case "starts" ->
          subject.book =
              PromiseBook.open(
                  now(), Subject.FAST.electorWait(), subject.book.floors(), subject.pins());
      default -> throw new IllegalArgumentException("nothing that a node does: " + words[1]);
    }
  }

  /** What a guard says: to each elector, and to the leader among them. */
  private void told(Message.OfEpoch word) {
    boolean holds = agreed.group(DB).isHeldBy(word.epoch(), word.holder());
    switch (word) {
      case Released r when holds && term != null -> released(r);
      case Released r -> subjects.values().forEach(s -> s.book = s.book.released(r));
      case Unconfirmed u -> {
        subjects.values().forEach(s -> s.book = s.book.unconfirmed(u));
        if (holds && term != null) {
          commit(new Change.Unconfirmed(DB, u.epoch(), u.holder()));
          say(new ElectorReason.Unconfirmed(DB, u.epoch(), u.holder().node()));
        }
      }
    }
  }

  private void pass(long more) {
    long until = millis + more;
    while (millis < until) {
      millis += STEP_MILLIS;
      if (term != null && millis % BEAT_MILLIS == 0) {
        term = term.pulsed(++pulse, now(), Subject.FAST.electorWait());
      }
      for (Subject subject : subjects.values()) {
        if (subject.heard && (subject.name.equals("a") || millis % BEAT_MILLIS == 0)) {
          heard = heard.heartbeat(subject.heartbeat(pulse, now()), now());
          heard = heard.report(Cast.node(subject.name), subject.report(now()), now());
        }
      }
      if (term != null) {
        lead(term);
      }
    }
  }

  private void lead(Leadership leading) {
    decide(leading);
    for (Subject subject : subjects.values()) {
      subject.tick(now());
      if (subject.heard) {
        if (!agreed.maintenance()) {
          subject.rearm(now());
        }
        subject.told(agreed.group(DB), now());
        if (subject.renewsNow(now())) {
          renewed(subject);
        }
        Released word = subject.releases(now());
        if (word != null) {
          released(word);
        }
      }
    }
  }

  private void decide(Leadership leading) {
    Leadership current = leading;
    Decision decision;
    do {
      current = Elector.counted(new Situation(settings(), agreed, heard, current, everyone, now()));
      term = current;
      Situation at = new Situation(settings(), agreed, heard, current, everyone, now());
      decision = Elector.decide(at);
      decision.reasons().forEach(this::say);
      decision.changes().forEach(this::commit);
      current = term == null ? current : term;
    } while (!decision.changes().isEmpty());
  }

  /** The daemon's way with a RENEW, on a network that takes no time. */
  private void renewed(Subject runner) {
    GroupState state = agreed.group(DB);
    Holder holder = state.holder();
    NodeId id = Cast.node(runner.name);
    boolean granted = state.isHeldBy(id) && state.epoch().equals(runner.held());
    if (!granted || holder == null || term == null) {
      boolean newer = runner.held() != null && runner.held().isAfter(state.epoch());
      if (!newer) {
        runner.giveUp(); // it is answered REVOKED
      }
      return;
    }
    term = term.renewed(DB, now());
    Arming hold = Arming.of(runner.arming, agreed.maintenance());
    switch (backing) {
      case Backing.Promises promises -> promised(runner, holder, hold, promises);
      case Backing.Store _ -> stored(runner, state.hold().asked(hold));
    }
  }

  /** Its members confirm it at once; but what shall outlive this leader is agreed before. */
  private void stored(Subject runner, Arming hold) {
    GroupState state = agreed.group(DB);
    if (!hold.equals(state.hold())) {
      commit(new Change.Armed(DB, state.epoch(), hold));
    } else if (term != null) {
      term = term.confirmed(DB);
      runner.answered(hold.pinned(), now());
    }
  }

  private void promised(Subject runner, Holder holder, Arming hold, Backing.Promises by) {
    NodeId id = Cast.node(runner.name);
    GroupState state = agreed.group(DB);
    Renew renew = new Renew(DB, state.epoch(), holder.incarnation(), millis, runner.arming);
    rounds = rounds.begin(renew, id, holder.timing(), agreed.maintenance(), now());
    for (Subject elector : subjects.values()) {
      boolean asked = elector.elector && elector.heard;
      if (asked && elector.confirms(ask(state.epoch(), runner.name, hold), now())) {
        boolean pinned = elector.book.pin(DB) != null;
        rounds = rounds.confirmed(DB, rounds.last(), Cast.node(elector.name), pinned);
      }
    }
    Rounds.Round round = rounds.complete(DB, Math.max(1, by.quorum()));
    if (round != null && term != null) {
      rounds = rounds.close(DB, now());
      term = term.confirmed(DB);
      runner.answered(round.lease().pinned(), now());
    }
  }

  private void released(Released word) {
    freed = word;
    subjects.values().forEach(s -> s.book = s.book.released(word));
    commit(new Change.Released(DB, word.epoch(), word.holder()));
    say(new ElectorReason.Released(DB, word.epoch(), word.holder().node()));
  }

  private void commit(Change change) {
    agreed = agreed.replay(change);
    term = term == null ? null : term.replay(change, now());
    if (agreed.group(DB).holder() == null) {
      rounds = rounds.dropped(DB);
    }
  }

  private ConfirmAsk ask(Epoch epoch, String holder, Arming hold) {
    Epoch dead = freed == null ? Epoch.NONE : freed.epoch();
    return new ConfirmAsk(
        rounds.last(), DB, epoch, Cast.run(holder), Subject.FAST, dead,
        freed == null ? null : freed.holder(), hold);
  }

  /** A group waits with a reason at every step: it is told when that is another one. */
  private void say(ElectorReason reason) {
    Class<?> obstacle =
        reason instanceof ElectorReason.Waiting waiting ? waiting.obstacle().getClass() : null;
    if (obstacle == null || !obstacle.equals(waits)) {
      String time = String.format(Locale.ROOT, "%.2f", millis / 1000.0);
      said.add(time + " " + English.of(reason, Cast::letter));
    }
    waits = obstacle;
  }

  private void show() {
    GroupState state = agreed.group(DB);
    Holder holder = state.holder();
    said.add(
        "epoch " + state.epoch()
            + (holder == null ? ", nobody" : ", " + Cast.letter(holder.node()))
            + (state.recall() == null ? "" : ", recalled")
            + (state.unconfirmed() ? ", unconfirmed" : "")
            + (state.manual() ? ", manual" : "")
            + (state.target() == null ? "" : ", target " + Cast.letter(state.target())));
    subjects.values().stream().filter(s -> s.held() != null).forEach(s -> said.add(s.describe()));
  }

  private ElectorSettings settings() {
    return new ElectorSettings(
        Cast.node("a"),
        backing,
        millis(Long.toString(BEAT_MILLIS)),
        Subject.FAST,
        millis("500"),
        delay,
        tolerance,
        FAILURE_MEMORY);
  }

  private Subject subject(String name) {
    Subject subject = subjects.get(name);
    if (subject == null) {
      throw new IllegalArgumentException("nothing that can happen: " + name);
    }
    return subject;
  }

  private static Duration millis(String text) {
    return Duration.ofMillis(Long.parseLong(text));
  }

  private Moment now() {
    return Moment.ofMillis(millis);
  }
}
