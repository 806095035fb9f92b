package dev.koi.node.daemon;

import dev.koi.core.message.Message;
import dev.koi.core.message.Message.Ask;
import dev.koi.core.name.NodeId;
import dev.koi.core.time.Moment;
import dev.koi.node.links.Links;
import dev.koi.node.links.Question;
import dev.koi.node.port.Replies;
import dev.koi.wire.api.Access.Asker;
import dev.koi.wire.api.ApiJson;
import dev.koi.wire.api.MalformedRequest;
import dev.koi.wire.api.Refusal;
import dev.koi.wire.api.Request;
import dev.koi.wire.api.Response;
import dev.koi.wire.datagram.MalformedMessage;
import dev.koi.wire.datagram.MessageCodec;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * People who ask from afar. Their questions go to the {@link Counter} as if they were asked on the
 * local socket, and its answers go back to where the question came from. A question is repeated
 * until its answer arrives: while it is worked on the repetition says nothing new, and afterwards an
 * order is answered out of memory, so that it is done once.
 */
final class FromAfar implements Replies {

  /** How long an order's answer is remembered, which may have been lost on the way. */
  static final Duration ANSWER_MEMORY = Duration.ofSeconds(30);

  static final int MOST_QUESTIONS = 256;

  private final Links links;
  private final Post post;
  private final Diary diary;
  private final Replies socket;
  private final Supplier<Moment> now;
  private final Map<Call, Given> given = new HashMap<>();
  private final Map<Long, Call> open = new HashMap<>();

  /** Questions from afar count down from here; the socket's connections count up. */
  private long lastConnection;

  /** A question, however often it comes. */
  private record Call(NodeId caller, long number) {}

  /** What became of it; the answer is null while it is worked on. */
  private record Given(boolean order, @Nullable String answer, Moment at) {}

  FromAfar(Links links, Gear gear) {
    this.links = links;
    this.post = gear.post();
    this.diary = gear.diary();
    this.socket = gear.ports().replies();
    this.now = gear.ports().clock()::now;
  }

  /** A caller asks, perhaps again. What else it says than a question is nothing to a node. */
  void asked(Counter counter, Question question, Moment at) throws MalformedMessage {
    Message message = MessageCodec.decode(question.message());
    if (message instanceof Ask ask) {
      asked(counter, new Call(question.caller(), ask.id()), question.from(), ask.request());
    }
  }

  private void asked(Counter counter, Call call, InetSocketAddress from, String line) {
    given.values().removeIf(this::isOver);
    Given before = given.get(call);
    if (before != null) {
      if (before.answer() != null) {
        answer(call, before.answer());
      }
      return;
    }
    Request request;
    try {
      request = ApiJson.request(line);
    } catch (MalformedRequest e) {
      refuse(call, Refusal.MALFORMED, String.valueOf(e.getMessage()));
      return;
    }
    String word = request.command().word();
    if (!request.command().access().allows(Asker.KEY_HOLDER)) {
      refuse(call, Refusal.NOT_ALLOWED, word + " cannot be asked from afar: run koi on the node");
      return;
    }
    if (given.size() >= MOST_QUESTIONS) {
      refuse(call, Refusal.OVERLOADED, "too many questions at once");
      return;
    }
    boolean order = request.command().changesTheCluster();
    if (order) {
      String node = request.node() == null ? "" : " " + request.node();
      diary.info("asked from afar by " + from.getAddress().getHostAddress() + ": " + word + node);
    }
    lastConnection--;
    given.put(call, new Given(order, null, now.get()));
    open.put(lastConnection, call);
    counter.asked(lastConnection, request, now.get());
  }

  /** An answer of the counter, to whomever it is for. */
  @Override
  public void reply(long connection, String line) {
    Call call = open.remove(connection);
    if (call == null) {
      socket.reply(connection, line);
      return;
    }
    Given asked = given.remove(call);
    if (asked != null && asked.order()) {
      given.put(call, new Given(true, line, now.get()));
    }
    answer(call, line);
  }

  private void answer(Call call, String line) {
    byte[] message = MessageCodec.encode(Answers.of(call.number(), line));
    post.send(links.answer(call.caller(), message, now.get()));
  }

  private void refuse(Call call, Refusal refusal, String why) {
    answer(call, ApiJson.write(Response.refused(refusal, why)));
  }

  private boolean isOver(Given g) {
    return g.answer() != null && now.get().since(g.at()).compareTo(ANSWER_MEMORY) > 0;
  }
}
