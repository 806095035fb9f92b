package dev.koi.node.daemon;

import dev.koi.core.heard.Peer;
import dev.koi.core.message.Message.Answer;
import dev.koi.core.message.Message.Ask;
import dev.koi.core.name.NodeId;
import dev.koi.core.time.Moment;
import dev.koi.node.port.Entropy;
import dev.koi.node.port.Replies;
import dev.koi.wire.api.ApiJson;
import dev.koi.wire.api.Command;
import dev.koi.wire.api.Command.AnsweredBy;
import dev.koi.wire.api.KvRequest;
import dev.koi.wire.api.MalformedRequest;
import dev.koi.wire.api.Refusal;
import dev.koi.wire.api.Request;
import dev.koi.wire.api.Response;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where people ask. A question that only the leader can answer is passed to it in the same words and
 * repeated until it answers; the leader knows each by its sender and number, so a repeated order is
 * one order. Without a leader this node says what it knows itself.
 */
final class Counter {

  private static final Duration PAUSE = Duration.ofMillis(100);

  /** How long the leader remembers an answer that may have been lost on the way. */
  private static final Duration ANSWER_MEMORY = Duration.ofSeconds(30);

  private static final int MOST_QUESTIONS = 256;

  private static final String NO_STORE =
      "this cluster has no store: list its electors in cluster.electors";

  private final Self self;
  private final Post post;
  private final Replies replies;
  private final Entropy entropy;
  private final Cluster cluster;
  private final Orders orders;
  private final StatusBuilder status;
  private final FailureList failures;
  private final Reloading reloading;
  private final StoreDesk store;
  private final Waits waits;
  private final Map<Long, Passed> passed = new HashMap<>();
  private final Map<Question, Given> given = new HashMap<>();
  private Moment latest;

  /**
   * A question that waits for the leader's answer.
   *
   * @param to whom it was passed on to last, null while to nobody
   */
  private record Passed(
      long connection,
      Request request,
      String line,
      Moment until,
      @Nullable NodeId to,
      @Nullable Moment sent) {}

  /** An order from another node. */
  private record Question(NodeId from, long id) {}

  /** Its answer, null while it is worked on. */
  private record Given(@Nullable String answer, Moment at) {}

  /** Answers go to {@code replies}, wherever they were asked for. */
  Counter(Self self, Gear gear, Replies replies, Cluster cluster, Reloading reloading) {
    this.self = self;
    this.post = gear.post();
    this.replies = replies;
    this.entropy = gear.ports().entropy();
    this.cluster = cluster;
    this.orders = new Orders(cluster, gear.diary());
    this.status = new StatusBuilder(cluster, gear.ports().clock());
    this.failures = new FailureList(cluster);
    this.reloading = reloading;
    this.store = new StoreDesk(cluster);
    this.waits = new Waits(cluster, status, failures);
    this.latest = self.began();
  }

  /**
   * Someone asked on the local socket, or from afar.
   *
   * @return whether more may follow from it than an answer
   */
  boolean asked(long connection, Request request, Moment now) {
    if (StoreDesk.isFor(request)) {
      ask(connection, signed(request), now.plus(waits.patience(request)), now);
      return false;
    }
    boolean here = request.command().meansThisNode() && request.node() == null;
    Request whole = here ? request.aboutNode(self.id().toString()) : request;
    ask(connection, whole, now.plus(waits.patience(whole)), now);
    return true;
  }

  /** With a client, if it says none: however often it is passed on, it happens once. */
  private Request signed(Request request) {
    KvRequest kv = request.kv();
    return kv == null || request.mayBeRepeated()
        ? request
        : request.with(kv.by(new UUID(entropy.draw(), entropy.draw()), 1));
  }

  private void ask(long connection, Request request, Moment until, Moment now) {
    if (request.command() == Command.LOCAL) {
      reply(connection, Response.local(status.local(now)));
    } else if (StoreDesk.isFor(request) && !store.isThere()) {
      reply(connection, Response.refused(Refusal.NO_STORE, NO_STORE));
    } else if (isMine(request, now)) {
      answer(request, now, new Here(connection, until));
    } else if (request.command().answeredBy() == AnsweredBy.NODE && named(request) == null) {
      String unknown = "no node " + request.node() + " is known in this cluster";
      reply(connection, Response.refused(Refusal.UNKNOWN_NODE, unknown));
    } else if (passed.size() >= MOST_QUESTIONS) {
      reply(connection, Response.refused(Refusal.OVERLOADED, "too many questions at once"));
    } else {
      String line = ApiJson.write(request);
      pass(entropy.draw(), new Passed(connection, request, line, until, null, null), now);
    }
  }

  void hungUp(long connection) {
    passed.values().removeIf(p -> p.connection() == connection);
  }

  /**
   * Another node passes a question on.
   *
   * @return whether more may follow from it than an answer
   */
  boolean ask(NodeId from, Ask ask, Moment now) {
    Request request;
    try {
      request = ApiJson.request(ask.request());
    } catch (MalformedRequest e) {
      post.to(from, Answers.of(ask.id(), ApiJson.write(malformed(e))), now);
      return false;
    }
    Question question = new Question(from, ask.id());
    if (isOnce(request)) {
      once(question, request, now);
    } else if (isMine(request, now)) {
      // Answered anew when it is asked again: remembered, looking often would leave no room for orders.
      answer(request, now, new There(question, false));
    }
    return !StoreDesk.isFor(request);
  }

  /** Writes into the store happen once by themselves, however often they are asked for. */
  private static boolean isOnce(Request request) {
    Command command = request.command();
    return command.isAboutKeys()
        ? command == Command.KV_WATCH
        : command.changesTheCluster();
  }

  /** An order that is repeated until its answer arrives is one order. */
  private void once(Question question, Request request, Moment now) {
    Given before = given.get(question);
    if (before != null) {
      if (before.answer() != null) {
        post.to(question.from(), Answers.of(question.id(), before.answer()), now);
      }
      return;
    }
    if (!isMine(request, now) || given.size() >= MOST_QUESTIONS) {
      return; // it will be asked again, by then perhaps of someone else
    }
    latest = now;
    given.put(question, new Given(null, now));
    answer(request, now, new There(question, true));
  }

  /** Where an answer goes. */
  private sealed interface Asker {

    Owed owed();
  }

  /** To this node's socket, or to who asks from afar. */
  private record Here(long connection, Moment until) implements Asker {

    @Override
    public Owed owed() {
      return new Owed.Caller(connection);
    }
  }

  /**
   * To another node.
   *
   * @param remembered in case it is lost on the way
   */
  private record There(Question question, boolean remembered) implements Asker {

    @Override
    public Owed owed() {
      return new Owed.Node(question.from(), question.id());
    }
  }

  private void tell(Asker asker, Response response) {
    switch (asker) {
      case Here here -> reply(here.connection(), response);
      case There there -> {
        String line = ApiJson.write(response);
        if (there.remembered()) {
          given.put(there.question(), new Given(line, latest));
        }
        post.to(there.question().from(), Answers.of(there.question().id(), line), latest);
      }
    }
  }

  private Reply replyTo(Asker asker, Request request) {
    return new Reply() {
      @Override
      public void with(Response response) {
        tell(asker, response);
      }

      @Override
      public void again() {
        switch (asker) {
          case Here here -> {
            String line = ApiJson.write(request);
            passed.put(
                entropy.draw(),
                new Passed(here.connection(), request, line, here.until(), self.id(), latest));
          }
          case There there -> given.remove(there.question()); // it will be asked again
        }
      }
    };
  }

  /** The leader answered. */
  void answer(Answer answer, Moment now) {
    Passed question = passed.remove(answer.id());
    if (question != null) {
      replies.reply(question.connection(), answer.response());
    }
  }

  /** The inside before this one was asked, and this is the answer. */
  void owes(Owed owed, Response response) {
    switch (owed) {
      case Owed.Caller caller -> reply(caller.connection(), response);
      case Owed.Node asker ->
          given.put(
              new Question(asker.node(), asker.question()),
              new Given(ApiJson.write(response), latest));
    }
  }

  /** This node stops: whoever waits is told so. */
  void leave() {
    orders.leave();
    for (Passed question : passed.values()) {
      boolean store = StoreDesk.isFor(question.request());
      reply(question.connection(), store ? StoreDesk.stopping() : Reloading.stopping());
    }
    passed.clear();
  }

  void step(Moment now) {
    latest = now;
    status.step(now);
    store.step(now);
    orders.step(now);
    given.values().removeIf(g -> now.since(g.at()).compareTo(memory(g)) > 0);
    for (Map.Entry<Long, Passed> entry : List.copyOf(passed.entrySet())) {
      pass(entry.getKey(), entry.getValue(), now);
    }
  }

  Moment nextWake(Moment now, Moment atLatest) {
    Moment next = store.nextWake(orders.nextWake(atLatest));
    for (Passed question : passed.values()) {
      Moment sent = question.sent() == null ? now : question.sent().plus(PAUSE);
      next = next.min(sent).min(question.until());
    }
    return next;
  }

  private void pass(long id, Passed question, Moment now) {
    Moment sent = question.sent();
    boolean rested = sent == null || !now.isBefore(sent.plus(PAUSE));
    boolean mine = isMine(question.request(), now);
    if (mine && (rested || !self.id().equals(question.to()))) {
      passed.remove(id); // this node leads by now
      answer(question.request(), now, new Here(question.connection(), question.until()));
      return;
    }
    if (!now.isBefore(question.until())) {
      passed.remove(id);
      reply(question.connection(), waits.unanswered(question.request(), now));
      return;
    }
    NodeId there = whoAnswers(question.request());
    NodeId to = question.to();
    if (there != null && !there.equals(self.id()) && (rested || !there.equals(to))) {
      post.to(there, new Ask(id, question.line()), now);
      to = there;
      sent = now;
    } else if (rested) {
      sent = now;
    }
    passed.put(
        id,
        new Passed(
            question.connection(), question.request(), question.line(), question.until(), to, sent));
  }

  /**
   * Whether this node is the one to answer. A leader without a quorum tells what it sees and takes no
   * order: it cannot know who is master, and what it agreed to alone would be said to be done, and
   * be lost or come to life when the network heals.
   */
  private boolean isMine(Request request, Moment now) {
    return switch (request.command()) {
      case LOCAL -> true;
      case KV_GET, KV_LIST, KV_SET, KV_UNSET, KV_IF, KV_CAS,
          KV_WATCH, KV_EXPORT, KV_IMPORT, NOOP, MEMBER_LIST, MEMBER_ADD, MEMBER_REMOVE,
          MEMBER_PROMOTE, MEMBER_TRANSFER ->
          store.isMine(request);
      case RECONFIGURE -> request.node() == null || self.id().equals(named(request));
      case STATUS, FAILURES -> cluster.election().leadership() != null;
      case PROMOTE, DEMOTE, ELECT, START, STOP, RECOVER, MAINTENANCE ->
          cluster.election().isQuorateLeader(now);
    };
  }

  /** The node that a question is passed to; null while it is not known. */
  private @Nullable NodeId whoAnswers(Request request) {
    if (StoreDesk.isFor(request)) {
      return store.whoAnswers();
    }
    return request.command().answeredBy() == AnsweredBy.NODE
        ? named(request)
        : cluster.election().leader();
  }

  private @Nullable NodeId named(Request request) {
    String node = request.node();
    return node == null
        ? null
        : cluster.election().heard().named(node).map(Peer::id).orElse(null);
  }

  private void answer(Request request, Moment now, Asker asker) {
    latest = now;
    Consumer<Response> back = response -> tell(asker, response);
    switch (request.command()) {
      case STATUS -> back.accept(status.status(request.node(), now));
      case LOCAL -> back.accept(Response.local(status.local(now)));
      case RECONFIGURE -> reloading.order(asker.owed(), back);
      case FAILURES -> back.accept(failures.response());
      case KV_GET, KV_LIST, KV_SET, KV_UNSET, KV_IF, KV_CAS,
          KV_WATCH, KV_EXPORT, KV_IMPORT, NOOP, MEMBER_LIST, MEMBER_ADD, MEMBER_REMOVE,
          MEMBER_PROMOTE, MEMBER_TRANSFER ->
          store.ask(request, now, replyTo(asker, request));
      case PROMOTE, DEMOTE, ELECT, START, STOP, RECOVER, MAINTENANCE ->
          orders.take(request, now.plus(waits.patience(request)), now, back);
    }
  }

  private static Response malformed(MalformedRequest why) {
    return Response.refused(Refusal.MALFORMED, String.valueOf(why.getMessage()));
  }

  private Duration memory(Given g) {
    return g.answer() == null ? Duration.ofDays(1) : ANSWER_MEMORY;
  }

  private void reply(long connection, Response response) {
    replies.reply(connection, ApiJson.write(response));
  }
}
