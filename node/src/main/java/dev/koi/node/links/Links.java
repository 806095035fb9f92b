package dev.koi.node.links;

import dev.koi.core.name.NodeId;
import dev.koi.core.time.Moment;
import dev.koi.node.port.Entropy;
import dev.koi.wire.frame.Assembler;
import dev.koi.wire.frame.Frame;
import dev.koi.wire.frame.Outbox;
import dev.koi.wire.frame.Packet;
import dev.koi.wire.seal.KeyRing;
import dev.koi.wire.seal.Salt;
import dev.koi.wire.seal.Sealer;
import dev.koi.wire.seal.Start;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Messages of up to 64 KiB to other nodes, sealed, over every path; each is delivered at most once,
 * and only from a process that is known to live. Delivery is not promised: who needs it repeats.
 *
 * <p>Small messages leave on all live paths of the peer and the first copy counts, so a path that
 * dies costs nothing. Large ones leave in fragments on the quickest path, but for the first
 * fragment, which leaves on all: a receiver that has any fragment asks for the others, on a path
 * that works.
 */
public final class Links {

  /** How old our last broadcast may be to answer a challenge with it. */
  private static final Duration RECENT = Duration.ofSeconds(1);

  /** A probe that is due goes with what else happens soon; for its own sake nobody wakes sooner. */
  private static final Duration PROBE_SLACK = Duration.ofMillis(100);

  private final NodeId self;
  private final Entropy entropy;
  private final Sealer sealer;
  private final AddressBook addresses;
  private final Gate gate;
  private final Outbox outbox = new Outbox();
  private final Tickets tickets;
  private final Proofs proofs = new Proofs();
  private @Nullable Broadcast last;

  /** When {@link #tick} has something to do, and when it is late with it; null: at once. */
  private @Nullable Moment due;

  private @Nullable Moment late;

  /** A new start: draws a salt, and so has a key that no other start had. */
  public Links(LinkSettings settings, KeyRing ring, Entropy entropy) {
    this.self = settings.self();
    this.entropy = entropy;
    byte[] salt = new byte[Salt.BYTES];
    entropy.fill(salt);
    Start start = new Start(self, Salt.of(salt));
    sealer = Sealer.ofNode(ring, settings.clusterId(), start);
    addresses = new AddressBook(settings.transport());
    tickets = new Tickets(ring, settings.clusterId(), start, addresses);
    gate = new Gate(settings.clusterId(), start, ring, addresses, entropy);
  }

  /**
   * To every address of the configuration but our own, and to every other that a peer was heard
   * from; to a multicast group while that is the only way to someone ({@code docs/wire.md}).
   *
   * @throws IllegalArgumentException if the message is longer than 64 KiB
   */
  public List<Packet> broadcast(byte[] message, Moment now) {
    last = new Broadcast(message, now);
    List<InetSocketAddress> everywhere = addresses.everywhere(now);
    return everywhere.isEmpty() ? List.of() : outgoing(null, message, everywhere, everywhere, now);
  }

  /**
   * To one node, on all its live paths (on all it ever had, if none is live). Nothing if it was
   * never heard: only a datagram says where a node is.
   *
   * @throws IllegalArgumentException if the message is longer than 64 KiB
   */
  public List<Packet> send(NodeId to, byte[] message, Moment now) {
    List<InetSocketAddress> paths = addresses.of(to, now);
    return paths.isEmpty()
        ? List.of()
        : outgoing(to, message, paths, List.of(paths.getFirst()), now);
  }

  /**
   * To who asked from afar, where it was heard last. Nothing if it is gone; if it lives it asks
   * again.
   *
   * @throws IllegalArgumentException if the message is longer than 64 KiB
   */
  public List<Packet> answer(NodeId caller, byte[] message, Moment now) {
    Callers.Caller known = gate.callers.find(caller);
    if (known == null) {
      return List.of();
    }
    List<InetSocketAddress> there = List.of(known.from());
    return outgoing(caller, message, there, there, now);
  }

  /** What this start says in advance, for someone else to send. */
  public Tickets tickets() {
    return tickets;
  }

  /** Takes a datagram. Whatever it holds, the worst outcome is that nothing comes of it. */
  public Inbound receive(InetSocketAddress from, byte[] datagram, Moment now) {
    Gate.Entry entry = gate.admit(new Gate.Arrival(from, datagram, now));
    return switch (entry) {
      case null -> Inbound.NOTHING;
      case Gate.Entry.Ours ours -> {
        Long probe = ours.frame() instanceof Frame.Probe p ? p.nonce() : null;
        addresses.claim(from, probe, now);
        yield Inbound.NOTHING;
      }
      case Gate.Entry.Unproven unproven -> unproven(unproven, from, now);
      case Gate.Entry.Proven proven -> proven(proven, from, now);
      case Gate.Entry.Ticket t ->
          new Inbound(
              List.of(), List.of(new Delivery(t.sender(), t.message())), List.of(), List.of());
      case Gate.Entry.Knocked knocked ->
          new Inbound(List.of(), List.of(packet(knocked.caller(), knocked.ask(), from)));
      case Gate.Entry.Called called -> called(called, from, now);
    };
  }

  /**
   * Probes, questions for missing fragments, and what expires. Cheap when nothing is due.
   *
   * @return what is to be sent
   */
  public List<Packet> tick(Moment now) {
    if (due != null && now.isBefore(due)) {
      return List.of();
    }
    List<Packet> out = new ArrayList<>();
    addresses.expire(now);
    gate.expire(now);
    outbox.expire(now);
    proofs.expire(now);
    for (Route route : addresses.dueProbes(now)) {
      long nonce = entropy.draw();
      addresses.probed(route, nonce, now);
      NodeId there = route.isLive(now) ? route.peer : null;
      out.add(packet(there, new Frame.Probe(nonce), route.address));
    }
    due = addresses.nextProbe(now);
    late = due.plus(PROBE_SLACK);
    for (Peer peer : gate.peers()) {
      Peer.Session session = peer.session();
      if (session != null) {
        ask(peer, session.assembler, out, now);
      }
    }
    for (Callers.Caller caller : gate.callers.all()) {
      for (Frame.Missing missing : caller.assembler.due(now)) {
        out.add(packet(caller.id(), missing, caller.from()));
      }
      wakeFor(caller.assembler);
    }
    return out;
  }

  /** When {@link #tick} must be called at the latest; asked after each call of another method here. */
  public Moment nextWake(Moment now) {
    return late == null ? now : late;
  }

  /** Datagrams are opened with these keys from now on, of which the one that seals is as before. */
  public void keys(KeyRing ring) {
    gate.open(ring);
  }

  /** Every way to a peer that was ever heard, by peer. */
  public List<Path> paths(Moment now) {
    return addresses.paths(now);
  }

  /**
   * Where the names of the configuration lead from now on, beside the addresses that it lists.
   *
   * @param complete whether every name leads somewhere
   */
  public void rename(Set<InetSocketAddress> named, boolean complete) {
    addresses.rename(named, complete);
    due = null; // an address that is new is to be probed at once
    late = null;
  }

  /** Whether a node was heard there within three seconds, or it is ourselves. */
  public boolean isHeardOrOurs(InetSocketAddress address, Moment now) {
    return addresses.isHeardOrOurs(address, now);
  }

  /**
   * Whether every address of the configuration is ours or was heard within this time; never with a
   * multicast group among them, since nobody knows who is behind it.
   */
  public boolean heardFromAllConfigured(Moment now, Duration within) {
    return addresses.heardFromAllConfigured(now, within);
  }

  /** Who used our cluster id with another key within the last minute: addresses, at most 16. */
  public List<String> strangers() {
    return gate.strangers.addresses();
  }

  /** What was dropped since the start. */
  public LinkCounts counts() {
    long abandoned = 0;
    for (Peer peer : gate.peers()) {
      Peer.Session session = peer.session();
      abandoned += session == null ? 0 : session.assembler.abandoned();
    }
    return gate.tally.view(abandoned);
  }

  /**
   * The node is gone: its learned paths and all that is known of it. If it lives it proves itself
   * anew.
   */
  public void forget(NodeId node) {
    gate.forget(node);
    addresses.forget(node);
  }

  private Inbound unproven(Gate.Entry.Unproven entry, InetSocketAddress from, Moment now) {
    List<Packet> replies = new ArrayList<>();
    if (entry.frame() instanceof Frame.Challenge challenge) {
      replies.addAll(prove(entry.peer(), challenge, from, now));
    }
    if (entry.ask() != null) {
      replies.add(packet(entry.peer(), entry.ask(), from));
    }
    return new Inbound(List.of(), replies);
  }

  private Inbound proven(Gate.Entry.Proven entry, InetSocketAddress from, Moment now) {
    NodeId peer = entry.peer().id;
    List<Packet> replies = new ArrayList<>();
    byte[] message = null;
    switch (entry.frame()) {
      case Frame.Whole whole -> message = whole.message();
      case Frame.Fragment fragment -> {
        message = entry.session().assembler.add(fragment, now);
        wakeFor(entry.session().assembler);
      }
      case Frame.Missing missing -> {
        for (Frame.Fragment fragment : outbox.missing(peer, missing)) {
          replies.add(packet(peer, fragment, from));
        }
      }
      case Frame.Challenge challenge -> replies.addAll(prove(peer, challenge, from, now));
      case Frame.Echo _ -> {
        // It has done its work at the gate.
      }
      case Frame.Probe probe ->
          replies.add(packet(peer, new Frame.ProbeReply(probe.nonce()), from));
      case Frame.ProbeReply reply -> addresses.answered(peer, reply.nonce(), now);
    }
    List<Delivery> deliveries = message == null ? List.of() : List.of(new Delivery(peer, message));
    return new Inbound(deliveries, replies);
  }

  /** A caller says nothing of paths: it is answered, and that is all. */
  private Inbound called(Gate.Entry.Called entry, InetSocketAddress from, Moment now) {
    Callers.Caller caller = entry.caller();
    List<Packet> replies = new ArrayList<>();
    byte[] message = null;
    switch (entry.frame()) {
      case Frame.Whole whole -> message = whole.message();
      case Frame.Fragment fragment -> {
        message = caller.assembler.add(fragment, now);
        wakeFor(caller.assembler);
      }
      case Frame.Missing missing -> {
        for (Frame.Fragment fragment : outbox.missing(caller.id(), missing)) {
          replies.add(packet(caller.id(), fragment, from));
        }
      }
      case Frame.Probe probe ->
          replies.add(packet(caller.id(), new Frame.ProbeReply(probe.nonce()), from));
      case Frame.Echo _, Frame.Challenge _, Frame.ProbeReply _ -> {
        // The echo has done its work at the gate; the others are between nodes.
      }
    }
    List<Question> questions =
        message == null ? List.of() : List.of(new Question(caller.id(), from, message));
    return new Inbound(List.of(), List.of(), questions, replies);
  }

  private List<Packet> prove(
      NodeId peer, Frame.Challenge challenge, InetSocketAddress from, Moment now) {
    if (!challenge.about().equals(sealer.start().salt())) {
      return List.of();
    }
    return proofs
        .answer(peer, challenge.nonce(), now, () -> proof(peer, challenge.nonce(), now))
        .stream()
        .map(datagram -> new Packet(from, datagram))
        .toList();
  }

  /**
   * The echo, and behind it what we broadcast last: what made the peer ask could not be delivered
   * to it, and the next broadcast is a whole heartbeat away. The alternative, that the asker keeps
   * datagrams until the echo, would deliver what was sealed before its question.
   */
  private List<byte[]> proof(NodeId peer, long nonce, Moment now) {
    byte[] echo = sealer.seal(Frame.write(peer, new Frame.Echo(nonce)));
    if (last == null
        || last.message.length > Frame.MAX_WHOLE
        || now.since(last.at).compareTo(RECENT) >= 0) {
      return List.of(echo);
    }
    return List.of(echo, sealer.seal(Frame.write(peer, new Frame.Whole(last.message))));
  }

  private void ask(Peer peer, Assembler assembler, List<Packet> out, Moment now) {
    for (Frame.Missing missing : assembler.due(now)) {
      byte[] datagram = sealer.seal(Frame.write(peer.id, missing));
      addresses.of(peer.id, now).forEach(path -> out.add(new Packet(path, datagram)));
    }
    wakeFor(assembler);
  }

  private void wakeFor(Assembler assembler) {
    Moment next = assembler.next();
    if (next != null && due != null && late != null) {
      due = due.min(next);
      late = late.min(next);
    }
  }

  private List<Packet> outgoing(
      @Nullable NodeId to,
      byte[] message,
      List<InetSocketAddress> all,
      List<InetSocketAddress> best,
      Moment now) {
    if (message.length > Frame.MAX_MESSAGE) {
      throw new IllegalArgumentException(
          "a message of " + message.length + " bytes; at most " + Frame.MAX_MESSAGE);
    }
    List<Packet> out = new ArrayList<>();
    if (message.length <= Frame.MAX_WHOLE) {
      spread(to, new Frame.Whole(message), all, out);
      return out;
    }
    for (Frame.Fragment fragment : outbox.add(to, message, now)) {
      spread(to, fragment, fragment.index() == 0 ? all : best, out);
    }
    return out;
  }

  /** The same bytes to all: sealed once, and a receiver takes one copy. */
  private void spread(
      @Nullable NodeId to, Frame frame, List<InetSocketAddress> paths, List<Packet> out) {
    byte[] datagram = sealer.seal(Frame.write(to, frame));
    for (InetSocketAddress path : paths) {
      out.add(new Packet(path, datagram));
    }
  }

  private Packet packet(@Nullable NodeId to, Frame frame, InetSocketAddress path) {
    return new Packet(path, sealer.seal(Frame.write(to, frame)));
  }

  @SuppressWarnings("ArrayRecordComponent") // ours alone, and never compared
  private record Broadcast(byte[] message, Moment at) {}
}
