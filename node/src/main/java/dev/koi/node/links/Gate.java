package dev.koi.node.links;

import dev.koi.core.name.NodeId;
import dev.koi.core.time.Moment;
import dev.koi.node.port.Entropy;
import dev.koi.wire.frame.Frame;
import dev.koi.wire.seal.Header;
import dev.koi.wire.seal.KeyRing;
import dev.koi.wire.seal.Opener;
import dev.koi.wire.seal.Salt;
import dev.koi.wire.seal.Start;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * Decides which datagrams are believed. In this order, so that what is cheap comes first: is it
 * ours, do we have its key, is it new, may its source have it looked at, is it authentic, is it for
 * us, and does the start that sealed it live?
 *
 * <p>The last question is what a counter cannot answer: a datagram recorded from an earlier start
 * is authentic, and we do not remember which counters that start used. So a start that is new to us
 * must echo a number that we have just drawn. Only the process that drew the salt can: the key
 * belongs to that salt, and an ended process seals nothing any more.
 */
final class Gate {

  /** More nodes than any cluster; whoever has the key could otherwise fill our memory. */
  static final int PEERS = 4096;

  final Tally tally = new Tally();
  final Strangers strangers = new Strangers();
  final Callers callers;

  private final int cluster;
  private final Start self;
  private KeyRing ring;
  private final AddressBook addresses;
  private final Entropy entropy;
  private final Opener opener = new Opener();
  private final SourceLimits limits = new SourceLimits();
  private final Stubs stubs = new Stubs();
  private final Map<NodeId, Peer> peers = new LinkedHashMap<>();
  private @Nullable SecretKey ownKey;

  Gate(int cluster, Start self, KeyRing ring, AddressBook addresses, Entropy entropy) {
    this.cluster = cluster;
    this.self = self;
    this.ring = ring;
    this.addresses = addresses;
    this.entropy = entropy;
    this.callers = new Callers(entropy);
  }

  /** A datagram, where it came from, and when. */
  @SuppressWarnings("ArrayRecordComponent") // an argument list with a name
  record Arrival(InetSocketAddress from, byte[] datagram, Moment now) {}

  /** A datagram that passed. */
  @SuppressWarnings("ArrayRecordComponent") // read once and never compared
  sealed interface Entry {

    /** We sealed it ourselves, in this start. */
    record Ours(Frame frame) implements Entry {}

    /** Of a start that lives; fresh, and for us. */
    record Proven(Peer peer, Peer.Session session, Frame frame) implements Entry {}

    /** Authentic and for us, but perhaps of the past; {@code ask} is what would prove otherwise. */
    record Unproven(NodeId peer, Frame frame, Frame.@Nullable Challenge ask) implements Entry {}

    /** A ticket for us: authentic, and perhaps of the past, as a ticket may be. */
    record Ticket(NodeId sender, byte[] message) implements Entry {}

    /** Of a caller that lives; fresh, and for us. */
    record Called(Callers.Caller caller, Frame frame) implements Entry {}

    /** Of a caller, authentic, but perhaps of the past; {@code ask} is what would prove otherwise. */
    record Knocked(NodeId caller, Frame.Challenge ask) implements Entry {}
  }

  /** Null if it is dropped; then the tally knows why. */
  @Nullable Entry admit(Arrival arrival) {
    Header header = Header.parse(arrival.datagram(), cluster);
    if (header == null) {
      tally.foreign++;
      return null;
    }
    if (!ring.knows(header.hint())) {
      tally.wrongKey++;
      strangers.heard(arrival.from(), arrival.now());
      return null;
    }
    return switch (header.kind()) {
      case CALLER -> caller(arrival, header);
      case TICKET -> ticket(arrival, header);
      case NODE -> node(arrival, header);
    };
  }

  private @Nullable Entry node(Arrival arrival, Header header) {
    if (header.start().node().equals(self.node())) {
      return ours(arrival, header);
    }
    Salt salt = header.start().salt();
    Peer peer = peers.get(header.start().node());
    if (peer == null) {
      return unproven(arrival, header, new Peer(header.start().node()));
    }
    if (peer.isRetired(salt)) {
      tally.retired++;
      return null;
    }
    Peer.Session session = peer.session();
    return session != null && session.salt.equals(salt)
        ? proven(arrival, header, new Believed(peer, session))
        : unproven(arrival, header, peer);
  }

  /** All that are or may be there, in the order in which they came. */
  Iterable<Peer> peers() {
    return peers.values();
  }

  /** A peer that is believed stays so: its key was made of one that it may still seal with. */
  void open(KeyRing next) {
    ring = next;
  }

  void forget(NodeId node) {
    peers.remove(node);
  }

  void expire(Moment now) {
    strangers.expire(now);
    callers.expire(now);
    peers.values().forEach(peer -> peer.expire(now));
    peers.values().removeIf(Peer::isUnknown);
  }

  private record Believed(Peer peer, Peer.Session session) {}

  private @Nullable Entry ours(Arrival arrival, Header header) {
    if (!header.start().equals(self)) {
      tally.impostors++;
      return null;
    }
    if (!limits.charge(arrival.from(), arrival.now())) {
      tally.limited++;
      return null;
    }
    if (ownKey == null) {
      ownKey = ring.keyOf(header.hint(), self);
    }
    Frame.Addressed opened = ownKey == null ? null : open(arrival, header, ownKey);
    return opened == null ? null : new Entry.Ours(opened.frame());
  }

  private @Nullable Entry proven(Arrival arrival, Header header, Believed believed) {
    Peer.Session session = believed.session();
    if (!session.window.isFresh(header.counter())) {
      tally.replayed++;
      return null;
    }
    NodeId id = believed.peer().id;
    if (!addresses.isLive(arrival.from(), id, arrival.now())
        && !limits.charge(arrival.from(), arrival.now())) {
      tally.limited++;
      return null;
    }
    Frame.Addressed opened = open(arrival, header, session.key);
    if (opened == null || !isForUs(opened)) {
      return null;
    }
    session.window.use(header.counter());
    if (saysWhereItIs(opened)) {
      addresses.heard(arrival.from(), id, arrival.now());
    }
    return new Entry.Proven(believed.peer(), session, opened.frame());
  }

  private @Nullable Entry unproven(Arrival arrival, Header header, Peer peer) {
    Moment now = arrival.now();
    if (!limits.charge(arrival.from(), now)) {
      tally.limited++;
      return null;
    }
    Salt salt = header.start().salt();
    Peer.Pending pending = peer.pending(salt, now);
    SecretKey key = pending == null ? ring.keyOf(header.hint(), header.start()) : pending.key;
    Frame.Addressed opened = key == null ? null : open(arrival, header, key);
    if (key == null || opened == null || !isForUs(opened)) {
      return null;
    }
    if (pending != null
        && opened.frame() instanceof Frame.Echo echo
        && echo.nonce() == pending.nonce) {
      peer.prove(pending, header.counter());
      addresses.heard(arrival.from(), peer.id, now);
      Peer.Session session = peer.session();
      return session == null ? null : new Entry.Proven(peer, session, opened.frame());
    }
    if (pending == null) {
      if (peers.size() >= PEERS && !peers.containsKey(peer.id)) {
        return null;
      }
      peers.put(peer.id, peer);
      pending = peer.begin(salt, key, entropy.draw(), now);
    }
    boolean ask = pending.ask(arrival.from(), now);
    return new Entry.Unproven(
        peer.id, opened.frame(), ask ? new Frame.Challenge(salt, pending.nonce) : null);
  }

  private @Nullable Entry caller(Arrival arrival, Header header) {
    Moment now = arrival.now();
    Callers.Caller known = callers.find(header.start());
    if (known != null && !known.window.isFresh(header.counter())) {
      tally.replayed++;
      return null;
    }
    boolean where = known != null && known.from().equals(arrival.from());
    if (!where && !limits.charge(arrival.from(), now)) {
      tally.limited++;
      return null;
    }
    SecretKey key = known == null ? ring.keyOf(header.hint(), header.start()) : known.key;
    Frame.Addressed opened = key == null ? null : open(arrival, header, key);
    if (key == null || opened == null || !isForUs(opened)) {
      return null;
    }
    if (known != null) {
      known.window.use(header.counter());
      known.heard(arrival.from(), now);
      return new Entry.Called(known, opened.frame());
    }
    if (opened.frame() instanceof Frame.Echo echo && callers.isProof(echo.nonce(), now)) {
      Callers.Caller proven =
          new Callers.Caller(header.start(), key, header.counter(), arrival.from(), now);
      return callers.add(proven) ? new Entry.Called(proven, opened.frame()) : null;
    }
    return new Entry.Knocked(
        header.start().node(), new Frame.Challenge(header.start().salt(), callers.number(now)));
  }

  /**
   * No session counts here, neither for the ticket nor for its sender: who sends it has none, and comes
   * from any address. So its source is charged like any stranger, whoever is known to be there.
   */
  private @Nullable Entry ticket(Arrival arrival, Header header) {
    if (stubs.isRecent(header, arrival.now())) {
      tally.replayed++;
      return null;
    }
    if (!limits.charge(arrival.from(), arrival.now())) {
      tally.limited++;
      return null;
    }
    SecretKey key = ring.ticketKeyOf(header.hint(), header.start());
    Frame.Addressed opened = key == null ? null : open(arrival, header, key);
    if (opened == null) {
      return null;
    }
    if (!self.node().equals(opened.to())) {
      tally.misdirected++;
      return null;
    }
    if (!(opened.frame() instanceof Frame.Whole whole)) {
      tally.malformed++;
      return null;
    }
    stubs.keep(header, arrival.now());
    return new Entry.Ticket(header.start().node(), whole.message());
  }

  private Frame.@Nullable Addressed open(Arrival arrival, Header header, SecretKey key) {
    byte[] plain = opener.open(arrival.datagram(), header, key);
    if (plain == null) {
      tally.forged++;
      return null;
    }
    Frame.Addressed opened = Frame.read(plain);
    if (opened == null) {
      tally.malformed++;
    }
    return opened;
  }

  /**
   * A probe of an address where nobody was known yet is for everyone, but only that address saw it:
   * carried to us from elsewhere it would be fresh. So it is answered, and teaches nothing.
   */
  private static boolean saysWhereItIs(Frame.Addressed opened) {
    return opened.to() != null || !(opened.frame() instanceof Frame.Probe);
  }

  /**
   * A unicast datagram that is carried to another node says nothing there, not even where it is.
   */
  private boolean isForUs(Frame.Addressed opened) {
    if (opened.to() == null || opened.to().equals(self.node())) {
      return true;
    }
    tally.misdirected++;
    return false;
  }
}
