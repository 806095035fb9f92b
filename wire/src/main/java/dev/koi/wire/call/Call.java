package dev.koi.wire.call;

import dev.koi.core.message.Message;
import dev.koi.core.time.Moment;
import dev.koi.wire.datagram.MalformedMessage;
import dev.koi.wire.datagram.MessageCodec;
import dev.koi.wire.frame.Frame;
import dev.koi.wire.frame.Outbox;
import dev.koi.wire.frame.Packet;
import dev.koi.wire.seal.Header;
import dev.koi.wire.seal.KeyRing;
import dev.koi.wire.seal.Opener;
import dev.koi.wire.seal.Sealer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * One question to a cluster, by someone who is no node of it. It knocks everywhere, one place after
 * the other; the first daemon that asks for a proof of life gets it, and the question with it. The
 * question is repeated until it is answered, always under its number, by which the daemon knows that
 * it is one question.
 *
 * <p>An order is put to one start of one daemon and to nobody else: before the proof nothing was
 * asked, so moving on is safe; after it the order may be done, whatever is heard or not. A question
 * that changes nothing moves on when who was asked falls silent.
 *
 * <p>Nobody is believed without the key. An answer needs no further proof: id and number of this
 * call are new, so that nothing recorded fits.
 */
public final class Call {

  /** Between knocking at one place and the next: the first that is well mostly answers before. */
  private static final Duration STAGGER = Duration.ofMillis(100);

  /** Six repetitions without a sound: who only asked a question asks someone else. */
  private static final Duration SILENCE = Duration.ofMillis(2_500);

  private final Plan plan;
  private final Plan.Times times;
  private final KeyRing ring;
  private final Sealer sealer;
  private final byte[] question;
  private final Opener opener = new Opener();
  private final Outbox outbox = new Outbox();
  private final Map<InetSocketAddress, Pause> knocks = new LinkedHashMap<>();
  private @Nullable Moment begun;
  private Moment knocking = Moment.ofNanos(0);
  private @Nullable Server server;
  private @Nullable Outcome outcome;

  public Call(Plan plan, KeyRing ring) {
    this.plan = plan;
    this.times = plan.times();
    this.ring = ring;
    this.sealer = Sealer.ofCaller(ring, plan.cluster(), plan.self());
    this.question = MessageCodec.encode(plan.ask());
  }

  /** How it ended; null while it goes on. */
  public @Nullable Outcome outcome() {
    return outcome;
  }

  /** What is to be sent now. Time alone may end the call. */
  public List<Packet> due(Moment now) {
    List<Packet> out = new ArrayList<>();
    if (begun == null) {
      begun = now;
      knock(now);
    }
    outbox.expire(now);
    giveUp(begun, now);
    if (outcome != null) {
      return out;
    }
    if (server == null) {
      knocks.forEach(
          (place, pause) -> {
            if (pause.isOver(now)) {
              pause.said(now);
              out.add(new Packet(place, sealer.seal(Frame.write(null, new Frame.Probe(0)))));
            }
          });
    } else {
      repeat(server, out, now);
    }
    return out;
  }

  /** When {@link #due} is to be called next; it has been called once. */
  public Moment next() {
    if (begun == null) {
      throw new IllegalStateException("not begun");
    }
    Moment next = begun.plus(times.patience());
    if (server == null) {
      next = next.min(knocking.plus(times.reach()));
      for (Pause pause : knocks.values()) {
        next = next.min(pause.next());
      }
      return next;
    }
    next = next.min(server.heard.plus(silence())).min(server.pause.next());
    Moment missing = server.assembler.next();
    return missing == null ? next : next.min(missing);
  }

  /** Takes a datagram; what is to be sent because of it. */
  public List<Packet> receive(InetSocketAddress from, byte[] datagram, Moment now) {
    Header header = Header.parse(datagram, plan.cluster());
    if (outcome != null || header == null || header.kind() != Header.Kind.NODE) {
      return List.of();
    }
    if (!ring.knows(header.hint())) {
      return List.of();
    }
    Server known = server != null && server.start.equals(header.start()) ? server : null;
    if (known != null && !known.window.isFresh(header.counter())) {
      return List.of();
    }
    SecretKey key = known == null ? ring.keyOf(header.hint(), header.start()) : known.key;
    byte[] plain = key == null ? null : opener.open(datagram, header, key);
    Frame.Addressed opened = plain == null ? null : Frame.read(plain);
    if (key == null || opened == null || !plan.self().node().equals(opened.to())) {
      return List.of();
    }
    Server speaker = known == null ? new Server(header.start(), key, from, now) : known;
    speaker.window.use(header.counter());
    if (known != null) {
      known.at = from;
      known.heard = now;
    }
    return take(speaker, opened.frame(), now);
  }

  private List<Packet> take(Server speaker, Frame frame, Moment now) {
    List<Packet> out = new ArrayList<>();
    switch (frame) {
      case Frame.Challenge challenge -> {
        if (challenge.about().equals(plan.self().salt())) {
          prove(speaker, challenge.nonce(), out, now);
        }
      }
      case Frame.Whole whole -> answered(speaker, whole.message());
      case Frame.Fragment fragment -> {
        byte[] message = speaker.assembler.add(fragment, now);
        speaker.pause.hold(now);
        if (message != null) {
          answered(speaker, message);
        }
      }
      case Frame.Missing missing -> {
        for (Frame.Fragment fragment : outbox.missing(speaker.id(), missing)) {
          out.add(packet(speaker, fragment));
        }
      }
      case Frame.ProbeReply _, Frame.Echo _, Frame.Probe _ -> {
        // A sign of life, which has been noted.
      }
    }
    return out;
  }

  /** The first to ask is whom we ask; later ones are told nothing, not even that we live. */
  private void prove(Server speaker, long nonce, List<Packet> out, Moment now) {
    Server asked = server;
    if (asked == null) {
      server = speaker;
    } else if (asked != speaker) {
      if (!asked.id().equals(speaker.id())) {
        return;
      }
      if (plan.once()) {
        outcome = new Outcome.BegunAnew(speaker.at);
        return;
      }
      server = speaker;
    }
    if (speaker.proves(nonce, now)) {
      out.add(packet(speaker, new Frame.Echo(nonce)));
      ask(speaker, out, now);
    }
  }

  private void ask(Server whom, List<Packet> out, Moment now) {
    whom.pause.said(now);
    if (question.length <= Frame.MAX_WHOLE) {
      out.add(packet(whom, new Frame.Whole(question)));
      return;
    }
    for (Frame.Fragment fragment : outbox.add(whom.id(), question, now)) {
      out.add(packet(whom, fragment));
    }
  }

  /** The question again, and a probe: an order that takes its time is answered by nothing else. */
  private void repeat(Server whom, List<Packet> out, Moment now) {
    for (Frame.Missing missing : whom.assembler.due(now)) {
      out.add(packet(whom, missing));
    }
    if (whom.pause.isOver(now)) {
      ask(whom, out, now);
      out.add(packet(whom, new Frame.Probe(0)));
    }
  }

  private void answered(Server by, byte[] message) {
    try {
      if (MessageCodec.decode(message) instanceof Message.Answer answer
          && answer.id() == plan.ask().id()) {
        outcome = new Outcome.Answered(by.id(), by.at, answer.response());
      }
    } catch (MalformedMessage _) {
      // Authentic, and of a version that we do not know: who repeats may be answered by another.
    }
  }

  private void giveUp(Moment begin, Moment now) {
    if (outcome != null) {
      return;
    }
    Server asked = server;
    boolean late = !now.isBefore(begin.plus(times.patience()));
    if (asked == null) {
      if (late || !now.isBefore(knocking.plus(times.reach()))) {
        outcome = new Outcome.Nobody();
      }
    } else if (late) {
      outcome = new Outcome.Silent(asked.at);
    } else if (now.since(asked.heard).compareTo(silence()) >= 0) {
      if (plan.once()) {
        outcome = new Outcome.Silent(asked.at);
      } else {
        server = null;
        knock(now);
      }
    }
  }

  private void knock(Moment now) {
    knocking = now;
    Moment first = now;
    for (InetSocketAddress place : plan.places()) {
      knocks.put(place, new Pause(first));
      first = first.plus(STAGGER);
    }
  }

  private Duration silence() {
    return plan.once() || SILENCE.compareTo(times.reach()) > 0 ? times.reach() : SILENCE;
  }

  private Packet packet(Server to, Frame frame) {
    return new Packet(to.at, sealer.seal(Frame.write(to.id(), frame)));
  }
}
