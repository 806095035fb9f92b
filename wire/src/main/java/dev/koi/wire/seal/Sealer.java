package dev.koi.wire.seal;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;

/**
 * Seals what this start of this node or caller says; counts as it goes. Of one kind and start there must
 * be one alone, for the counter is the nonce.
 */
public final class Sealer {

  /** The longest text that fits into a datagram. */
  public static final int MAX_PLAIN = Header.MAX_DATAGRAM - Header.OVERHEAD;

  private final int cluster;
  private final int hint;
  private final Start start;
  private final SecretKey key;
  private final Header.Kind kind;
  private final Cipher cipher = Gcm.cipher();
  private long counter;

  private Sealer(KeyRing ring, int cluster, Start start, Header.Kind kind) {
    this.cluster = cluster;
    this.start = start;
    this.kind = kind;
    hint = ring.sealingHint();
    key =
        Objects.requireNonNull(
            kind == Header.Kind.TICKET ? ring.ticketKeyOf(hint, start) : ring.keyOf(hint, start));
  }

  /** Of a node. */
  public static Sealer ofNode(KeyRing ring, int cluster, Start start) {
    return new Sealer(ring, cluster, start, Header.Kind.NODE);
  }

  /** Of who asks from afar: its start has an id that no node has. */
  public static Sealer ofCaller(KeyRing ring, int cluster, Start start) {
    return new Sealer(ring, cluster, start, Header.Kind.CALLER);
  }

  /** Of a node, in advance: see {@link Header.Kind#TICKET}. */
  public static Sealer ofTickets(KeyRing ring, int cluster, Start start) {
    return new Sealer(ring, cluster, start, Header.Kind.TICKET);
  }

  public Start start() {
    return start;
  }

  /**
   * The datagram that carries this.
   *
   * @throws IllegalArgumentException if it is longer than {@link #MAX_PLAIN}
   */
  public byte[] seal(byte[] plain) {
    if (plain.length > MAX_PLAIN) {
      throw new IllegalArgumentException(plain.length + " bytes do not fit into a datagram");
    }
    // 2^63 datagrams outlast the machine, so the counter never comes round.
    counter++;
    byte[] datagram = new byte[Header.OVERHEAD + plain.length];
    new Header(cluster, hint, start, counter, kind).write(ByteBuffer.wrap(datagram));
    try {
      cipher.init(Cipher.ENCRYPT_MODE, key, Gcm.nonce(counter));
      cipher.updateAAD(datagram, 0, Header.BYTES);
      cipher.doFinal(plain, 0, plain.length, datagram, Header.BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM refused to seal", e);
    }
    return datagram;
  }
}
