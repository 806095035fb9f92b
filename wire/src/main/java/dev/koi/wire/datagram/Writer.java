package dev.koi.wire.datagram;

import dev.koi.core.message.Card;
import dev.koi.core.message.Claim;
import dev.koi.core.message.FailureNote;
import dev.koi.core.message.GroupReport;
import dev.koi.core.message.Held;
import dev.koi.core.message.Message;
import dev.koi.core.message.Promise;
import dev.koi.core.message.Seat;
import dev.koi.core.message.ServiceReport;
import com.google.protobuf.UnsafeByteOperations;
import dev.koi.core.name.NodeId;
import dev.koi.wire.proto.Proto;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Records to protobuf. {@link Reader} is its mirror, method by method. */
final class Writer {

  private Writer() {}

  static Proto.Envelope envelope(Message message) {
    Proto.Envelope.Builder b = Proto.Envelope.newBuilder().setVersion(MessageCodec.VERSION);
    switch (message) {
      case Message.Heartbeat m -> b.setHeartbeat(heartbeat(m));
      case Message.Pulse m -> b.setPulse(pulse(m));
      case Message.Unheard m -> b.setUnheard(Proto.Unheard.newBuilder().setBase(m.base()));
      case Message.Report m -> b.setReport(report(m));
      case Message.ReportSeen m ->
          b.setReportSeen(Proto.ReportSeen.newBuilder().setSequence(m.sequence()));
      case Message.Renew m -> b.setRenew(renew(m));
      case Message.Lease m -> b.setLease(lease(m));
      case Message.Revoked m -> b.setRevoked(revoked(m));
      case Message.Released m -> b.setReleased(released(m));
      case Message.Unconfirmed m -> b.setUnconfirmed(unconfirmed(m));
      case Message.Gone m ->
          b.setGone(Proto.Gone.newBuilder().setHolder(Fields.incarnation(m.holder())));
      case Message.ConfirmAsk m -> b.setConfirmAsk(confirmAsk(m));
      case Message.ConfirmReply m -> b.setConfirmReply(confirmReply(m));
      case Message.Ask m -> b.setAsk(ask(m));
      case Message.Answer m -> b.setAnswer(answer(m));
      case Message.Farewell m -> b.setFarewell(farewell(m));
      case Message.Letter m -> b.setLetter(UnsafeByteOperations.unsafeWrap(m.envelope().toArray()));
    }
    return b.build();
  }

  private static Proto.Ask.Builder ask(Message.Ask m) {
    Proto.Ask.Builder b = Proto.Ask.newBuilder().setId(m.id());
    byte[] text = m.request().getBytes(StandardCharsets.UTF_8);
    return text.length <= Packed.WORTH_IT
        ? b.setRequest(m.request())
        : b.setDeflated(Packed.deflate(text));
  }

  private static Proto.Answer.Builder answer(Message.Answer m) {
    Proto.Answer.Builder b = Proto.Answer.newBuilder().setId(m.id());
    byte[] text = m.response().getBytes(StandardCharsets.UTF_8);
    return text.length <= Packed.WORTH_IT
        ? b.setResponse(m.response())
        : b.setDeflated(Packed.deflate(text));
  }

  private static Proto.Heartbeat heartbeat(Message.Heartbeat m) {
    Proto.Heartbeat.Builder b =
        Proto.Heartbeat.newBuilder()
            .setCard(card(m.card()))
            .setClaim(claim(m.claim()))
            .setMuteNanos(Fields.nanos(m.mute()))
            .setPulse(m.pulse())
            .setEcho(m.echo());
    if (m.agreed() != null) {
      b.setAgreed(AgreedFields.agreed(m.agreed()));
    }
    for (Promise promise : m.promises()) {
      b.addPromises(promise(promise));
    }
    for (NodeId node : m.hears()) {
      b.addHears(Fields.node(node));
    }
    if (m.seat() != null) {
      b.setSeat(seat(m.seat()));
    }
    return b.build();
  }

  private static Proto.Seat.Builder seat(Seat seat) {
    Proto.Seat.Builder b =
        Proto.Seat.newBuilder()
            .setMember(Fields.uuid(seat.member()))
            .setFounded(seat.founded())
            .setFollows(seat.follows());
    return seat.cluster() == null ? b : b.setCluster(Fields.uuid(seat.cluster()));
  }

  private static Proto.Pulse pulse(Message.Pulse m) {
    Proto.Pulse.Builder b =
        Proto.Pulse.newBuilder()
            .setStart(m.start())
            .setBase(m.base())
            .setSince(m.pulse() - m.base())
            .setEcho(m.echo())
            .setMuteNanos(Fields.nanos(m.mute()))
            .setUptimeNanos(Fields.nanos(m.uptime()));
    for (Duration age : m.ages()) {
      b.addAgeNanos(Fields.nanos(age));
    }
    return b.build();
  }

  private static Proto.Report report(Message.Report m) {
    Proto.Report.Builder b = Proto.Report.newBuilder().setSequence(m.sequence());
    for (GroupReport group : m.groups()) {
      b.addGroups(groupReport(group));
    }
    return b.build();
  }

  private static Proto.Renew renew(Message.Renew m) {
    return Proto.Renew.newBuilder()
        .setGroup(m.group().text())
        .setEpoch(m.epoch().number())
        .setHolder(Fields.incarnation(m.holder()))
        .setNonce(m.nonce())
        .setArming(m.arming())
        .build();
  }

  private static Proto.Lease lease(Message.Lease m) {
    return Proto.Lease.newBuilder()
        .setGroup(m.group().text())
        .setEpoch(m.epoch().number())
        .setHolder(Fields.incarnation(m.holder()))
        .setNonce(m.nonce())
        .setTiming(Fields.timing(m.timing()))
        .setPinned(m.pinned())
        .build();
  }

  private static Proto.Revoked revoked(Message.Revoked m) {
    return Proto.Revoked.newBuilder()
        .setGroup(m.group().text())
        .setEpoch(m.epoch().number())
        .setHolder(Fields.incarnation(m.holder()))
        .setCurrent(m.current().number())
        .build();
  }

  private static Proto.Released released(Message.Released m) {
    return Proto.Released.newBuilder()
        .setGroup(m.group().text())
        .setEpoch(m.epoch().number())
        .setHolder(Fields.incarnation(m.holder()))
        .build();
  }

  private static Proto.Unconfirmed unconfirmed(Message.Unconfirmed m) {
    return Proto.Unconfirmed.newBuilder()
        .setGroup(m.group().text())
        .setEpoch(m.epoch().number())
        .setHolder(Fields.incarnation(m.holder()))
        .build();
  }

  private static Proto.ConfirmAsk confirmAsk(Message.ConfirmAsk m) {
    Proto.ConfirmAsk.Builder b =
        Proto.ConfirmAsk.newBuilder()
            .setRound(m.round())
            .setGroup(m.group().text())
            .setEpoch(m.epoch().number())
            .setHolder(Fields.incarnation(m.holder()))
            .setTiming(Fields.timing(m.timing()))
            .setFreed(m.freed().number())
            .setArming(m.hold().number())
            .setPin(m.hold().pinned());
    if (m.freedFrom() != null) {
      b.setFreedFrom(Fields.incarnation(m.freedFrom()));
    }
    return b.build();
  }

  private static Proto.ConfirmReply confirmReply(Message.ConfirmReply m) {
    Proto.ConfirmReply.Builder b =
        Proto.ConfirmReply.newBuilder()
            .setRound(m.round())
            .setGroup(m.group().text())
            .setEpoch(m.epoch().number())
            .setConfirmed(m.confirmed())
            .setPinned(m.pinned());
    if (m.standing() != null) {
      b.setStanding(promise(m.standing()));
    }
    return b.build();
  }

  private static Proto.Farewell farewell(Message.Farewell m) {
    Proto.Farewell.Builder b = Proto.Farewell.newBuilder();
    if (m.successor() != null) {
      b.setSuccessor(Fields.node(m.successor()));
    }
    return b.build();
  }

  private static Proto.Card card(Card card) {
    return Proto.Card.newBuilder()
        .setIncarnation(Fields.incarnation(card.incarnation()))
        .setName(card.name().text())
        .setElector(card.elector())
        .setRunner(card.runner())
        .setPriority(card.priority())
        .setVersion(card.version())
        .setUptimeNanos(Fields.nanos(card.uptime()))
        .build();
  }

  private static Proto.Claim claim(Claim claim) {
    Proto.Claim.Builder b = Proto.Claim.newBuilder();
    switch (claim) {
      case Claim.Listening _ -> b.setListening(Proto.Claim.Listening.getDefaultInstance());
      case Claim.Following f ->
          b.setFollowing(Proto.Claim.Following.newBuilder().setLeader(Fields.node(f.leader())));
      case Claim.Candidate _ -> b.setCandidate(Proto.Claim.Candidate.getDefaultInstance());
      case Claim.Leading l ->
          b.setLeading(
              Proto.Claim.Leading.newBuilder()
                  .setFollowers(l.followers())
                  .setQuorate(l.quorate())
                  .setTerm(l.term()));
    }
    return b.build();
  }

  private static Proto.Promise promise(Promise promise) {
    return Proto.Promise.newBuilder()
        .setGroup(promise.group().text())
        .setEpoch(promise.epoch().number())
        .setHolder(Fields.incarnation(promise.holder()))
        .setTiming(Fields.timing(promise.timing()))
        .setReleased(promise.released())
        .setAgeNanos(Fields.nanos(promise.age()))
        .setPinned(promise.pinned())
        .build();
  }

  private static Proto.FailureNote note(FailureNote note) {
    return Proto.FailureNote.newBuilder()
        .setNumber(note.number())
        .setAtMillis(note.atMillis())
        .setWhat(note.what())
        .build();
  }

  private static Proto.GroupReport groupReport(GroupReport group) {
    Proto.GroupReport.Builder b =
        Proto.GroupReport.newBuilder()
            .setGroup(group.group().text())
            .setState(Words.nodeState(group.state()))
            .setHighest(group.highest().number())
            .setDead(group.dead().number())
            .setReady(group.ready())
            .setResting(group.resting());
    if (group.held() != null) {
      b.setHeld(held(group.held()));
    }
    if (group.sinceFailure() != null) {
      b.setSinceFailureNanos(Fields.nanos(group.sinceFailure()));
    }
    group.failures().forEach(failure -> b.addFailures(note(failure)));
    for (ServiceReport service : group.services()) {
      b.addServices(service(service));
    }
    return b.build();
  }

  private static Proto.Held held(Held held) {
    return Proto.Held.newBuilder()
        .setEpoch(held.epoch().number())
        .setTiming(Fields.timing(held.timing()))
        .setPhase(Words.phase(held.phase()))
        .build();
  }

  private static Proto.ServiceReport service(ServiceReport service) {
    Proto.ServiceReport.Builder b =
        Proto.ServiceReport.newBuilder()
            .setName(service.name().text())
            .setState(Words.serviceState(service.state()))
            .setFailed(service.failed());
    if (service.action() != null) {
      b.setAction(Words.action(service.action()));
    }
    if (service.message() != null) {
      b.setMessage(service.message());
    }
    return b.build();
  }
}
