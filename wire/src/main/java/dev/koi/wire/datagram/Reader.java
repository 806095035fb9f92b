package dev.koi.wire.datagram;

import dev.koi.core.lease.Arming;
import dev.koi.core.message.Card;
import dev.koi.core.message.Claim;
import dev.koi.core.message.FailureNote;
import dev.koi.core.message.GroupReport;
import dev.koi.core.message.Held;
import dev.koi.core.message.Message;
import dev.koi.core.message.Promise;
import dev.koi.core.message.Seat;
import dev.koi.core.message.ServiceReport;
import dev.koi.core.name.Epoch;
import dev.koi.core.name.GroupName;
import dev.koi.core.name.NodeName;
import dev.koi.core.name.ServiceName;
import dev.koi.core.raft.Bytes;
import dev.koi.wire.proto.Proto;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Protobuf to records. A part that is missing reads as empty, and an empty name, id or timing is
 * refused by its own record: so what a message cannot do without is checked where it is defined.
 */
final class Reader {

  private Reader() {}

  static Message message(Proto.Envelope envelope) throws UnknownMessageKind {
    return switch (envelope.getKindCase()) {
      case HEARTBEAT -> heartbeat(envelope.getHeartbeat());
      case PULSE -> pulse(envelope.getPulse());
      case UNHEARD -> new Message.Unheard(envelope.getUnheard().getBase());
      case REPORT -> report(envelope.getReport());
      case REPORT_SEEN -> new Message.ReportSeen(envelope.getReportSeen().getSequence());
      case RENEW -> renew(envelope.getRenew());
      case LEASE -> lease(envelope.getLease());
      case REVOKED -> revoked(envelope.getRevoked());
      case RELEASED -> released(envelope.getReleased());
      case UNCONFIRMED -> unconfirmed(envelope.getUnconfirmed());
      case GONE -> new Message.Gone(Fields.incarnation(envelope.getGone().getHolder()));
      case CONFIRM_ASK -> confirmAsk(envelope.getConfirmAsk());
      case CONFIRM_REPLY -> confirmReply(envelope.getConfirmReply());
      case ASK -> ask(envelope.getAsk());
      case ANSWER -> answer(envelope.getAnswer());
      case FAREWELL -> farewell(envelope.getFarewell());
      case LETTER -> new Message.Letter(Bytes.wrap(envelope.getLetter().toByteArray()));
      case KIND_NOT_SET -> throw new UnknownMessageKind("no kind that this version knows");
    };
  }

  private static Message ask(Proto.Ask p) {
    boolean whole = p.getDeflated().isEmpty();
    return new Message.Ask(p.getId(), whole ? p.getRequest() : Packed.inflate(p.getDeflated()));
  }

  private static Message answer(Proto.Answer p) {
    boolean whole = p.getDeflated().isEmpty();
    return new Message.Answer(p.getId(), whole ? p.getResponse() : Packed.inflate(p.getDeflated()));
  }

  private static Message heartbeat(Proto.Heartbeat p) {
    return new Message.Heartbeat(
        card(p.getCard()),
        claim(p.getClaim()),
        p.hasAgreed() ? AgreedFields.agreed(p.getAgreed()) : null,
        p.getPromisesList().stream().map(Reader::promise).toList(),
        Fields.duration(p.getMuteNanos()),
        p.getHearsList().stream().map(Fields::node).toList(),
        p.getPulse(),
        p.getEcho(),
        p.hasSeat() ? seat(p.getSeat()) : null);
  }

  private static Seat seat(Proto.Seat p) {
    boolean named = !p.getCluster().isEmpty();
    Fields.require(named || !p.getFounded(), "who belongs to a cluster says to which");
    return new Seat(
        Fields.uuid(p.getMember()),
        named ? Fields.uuid(p.getCluster()) : null,
        p.getFounded(),
        p.getFollows());
  }

  private static Message pulse(Proto.Pulse p) {
    List<Duration> ages = new ArrayList<>(p.getAgeNanosCount());
    for (long nanos : p.getAgeNanosList()) {
      ages.add(Fields.duration(nanos));
    }
    return new Message.Pulse(
        p.getStart(),
        p.getBase(),
        p.getBase() + p.getSince(),
        p.getEcho(),
        Fields.duration(p.getMuteNanos()),
        Fields.duration(p.getUptimeNanos()),
        ages);
  }

  private static Message report(Proto.Report p) {
    return new Message.Report(
        p.getSequence(), p.getGroupsList().stream().map(Reader::groupReport).toList());
  }

  private static Message renew(Proto.Renew p) {
    return new Message.Renew(
        new GroupName(p.getGroup()),
        new Epoch(p.getEpoch()),
        Fields.incarnation(p.getHolder()),
        p.getNonce(),
        p.getArming());
  }

  private static Message lease(Proto.Lease p) {
    return new Message.Lease(
        new GroupName(p.getGroup()),
        new Epoch(p.getEpoch()),
        Fields.incarnation(p.getHolder()),
        p.getNonce(),
        Fields.timing(p.getTiming()),
        p.getPinned());
  }

  private static Message revoked(Proto.Revoked p) {
    return new Message.Revoked(
        new GroupName(p.getGroup()),
        new Epoch(p.getEpoch()),
        Fields.incarnation(p.getHolder()),
        new Epoch(p.getCurrent()));
  }

  private static Message released(Proto.Released p) {
    return new Message.Released(
        new GroupName(p.getGroup()), new Epoch(p.getEpoch()), Fields.incarnation(p.getHolder()));
  }

  private static Message unconfirmed(Proto.Unconfirmed p) {
    return new Message.Unconfirmed(
        new GroupName(p.getGroup()), new Epoch(p.getEpoch()), Fields.incarnation(p.getHolder()));
  }

  private static Message confirmAsk(Proto.ConfirmAsk p) {
    return new Message.ConfirmAsk(
        p.getRound(),
        new GroupName(p.getGroup()),
        new Epoch(p.getEpoch()),
        Fields.incarnation(p.getHolder()),
        Fields.timing(p.getTiming()),
        new Epoch(p.getFreed()),
        p.hasFreedFrom() ? Fields.incarnation(p.getFreedFrom()) : null,
        new Arming(p.getArming(), p.getPin()));
  }

  private static Message confirmReply(Proto.ConfirmReply p) {
    return new Message.ConfirmReply(
        p.getRound(),
        new GroupName(p.getGroup()),
        new Epoch(p.getEpoch()),
        p.getConfirmed(),
        p.getPinned(),
        p.hasStanding() ? promise(p.getStanding()) : null);
  }

  private static Message farewell(Proto.Farewell p) {
    return new Message.Farewell(p.hasSuccessor() ? Fields.node(p.getSuccessor()) : null);
  }

  private static Card card(Proto.Card p) {
    return new Card(
        Fields.incarnation(p.getIncarnation()),
        new NodeName(p.getName()),
        p.getElector(),
        p.getRunner(),
        p.getPriority(),
        p.getVersion(),
        Fields.duration(p.getUptimeNanos()));
  }

  private static Claim claim(Proto.Claim p) {
    return switch (p.getKindCase()) {
      case LISTENING -> new Claim.Listening();
      case FOLLOWING -> new Claim.Following(Fields.node(p.getFollowing().getLeader()));
      case CANDIDATE -> new Claim.Candidate();
      case LEADING -> leading(p.getLeading());
      case KIND_NOT_SET ->
          throw new IllegalArgumentException("a claim that this version does not know");
    };
  }

  private static Claim leading(Proto.Claim.Leading p) {
    Fields.require(p.getFollowers() >= 0, "followers are less than 2^31");
    Fields.require(p.getTerm() >= 0, "a term is less than 2^63");
    return new Claim.Leading(p.getFollowers(), p.getQuorate(), p.getTerm());
  }

  private static Promise promise(Proto.Promise p) {
    return new Promise(
        new GroupName(p.getGroup()),
        new Epoch(p.getEpoch()),
        Fields.incarnation(p.getHolder()),
        Fields.timing(p.getTiming()),
        p.getReleased(),
        Fields.duration(p.getAgeNanos()),
        p.getPinned());
  }

  private static FailureNote note(Proto.FailureNote p) {
    return new FailureNote(p.getNumber(), p.getAtMillis(), p.getWhat());
  }

  private static GroupReport groupReport(Proto.GroupReport p) {
    return new GroupReport(
        new GroupName(p.getGroup()),
        Words.nodeState(p.getState()),
        new Epoch(p.getHighest()),
        new Epoch(p.getDead()),
        p.hasHeld() ? held(p.getHeld()) : null,
        p.getReady(),
        p.getResting(),
        p.hasSinceFailureNanos() ? Fields.duration(p.getSinceFailureNanos()) : null,
        p.getServicesList().stream().map(Reader::service).toList(),
        p.getFailuresList().stream().map(Reader::note).toList());
  }

  private static Held held(Proto.Held p) {
    return new Held(
        new Epoch(p.getEpoch()), Fields.timing(p.getTiming()), Words.phase(p.getPhase()));
  }

  private static ServiceReport service(Proto.ServiceReport p) {
    return new ServiceReport(
        new ServiceName(p.getName()),
        Words.serviceState(p.getState()),
        p.hasAction() ? Words.action(p.getAction()) : null,
        p.getFailed(),
        p.hasMessage() ? p.getMessage() : null);
  }
}
