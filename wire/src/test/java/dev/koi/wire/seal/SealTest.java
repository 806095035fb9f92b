package dev.koi.wire.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.koi.core.name.NodeId;
import dev.koi.wire.datagram.Golden;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SealTest {

  private static final int CLUSTER = 13;
  private static final Start START = new Start(new NodeId(new UUID(1, 2)), new Salt(3, 4));
  private static final byte[] TEXT = "a text".getBytes(StandardCharsets.UTF_8);

  private final KeyRing ring = KeyRing.of(List.of(secret(1)));
  private final Sealer sealer = Sealer.ofNode(ring, CLUSTER, START);

  @Test
  void whatIsSealedIsOpenedWithTheSenderAndACounterThatGrows() {
    for (long counter = 1; counter <= 3; counter++) {
      byte[] datagram = sealer.seal(TEXT);
      Header header = Header.parse(datagram, CLUSTER);
      assertThat(header).isEqualTo(new Header(CLUSTER, ring.sealingHint(), START, counter, Header.Kind.NODE));
      assertThat(opened(datagram, ring)).isEqualTo(TEXT);
    }
  }

  @Test
  void aDatagramIsTheGoldenOne() throws IOException {
    new Golden("seal").assertWritten("datagram", sealer.seal(TEXT));
  }

  @Test
  void aDatagramIsAtMost1400BytesLong() {
    assertThat(sealer.seal(new byte[Sealer.MAX_PLAIN])).hasSize(1400);
    assertThatThrownBy(() -> sealer.seal(new byte[Sealer.MAX_PLAIN + 1]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void everyFlippedBitAndEveryTruncationIsNoticed() {
    byte[] datagram = sealer.seal(TEXT);
    for (int bit = 0; bit < datagram.length * 8; bit++) {
      byte[] flipped = datagram.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(opened(flipped, ring)).as("bit %d", bit).isNull();
    }
    for (int length = 0; length < datagram.length; length++) {
      assertThat(opened(Arrays.copyOf(datagram, length), ring)).as("%d bytes", length).isNull();
    }
  }

  @Test
  void anotherClusterIsNotEvenParsed() {
    assertThat(Header.parse(sealer.seal(TEXT), CLUSTER + 1)).isNull();
  }

  @Test
  void aCallerIsNoNodeAndCannotBeMadeOne() {
    byte[] datagram = Sealer.ofCaller(ring, CLUSTER, START).seal(TEXT);
    assertThat(datagram).startsWith('k', 'o', 'i', 1);
    assertThat(opened(datagram, ring)).isEqualTo(TEXT);
    byte[] disguised = disguised(datagram, sealer.seal(TEXT));
    assertThat(disguised).startsWith('K', 'O', 'I', 1);
    assertThat(opened(disguised, ring)).isNull();
  }

  @Test
  void aTicketIsNothingElseAndNothingElseIsATicket() {
    byte[] ticket = Sealer.ofTickets(ring, CLUSTER, START).seal(TEXT);
    assertThat(ticket).startsWith('K', 'o', 'i', 1);
    assertThat(opened(ticket, ring)).isEqualTo(TEXT);
    byte[] other = sealer.seal(TEXT);
    assertThat(opened(disguised(ticket, other), ring)).isNull();
    assertThat(opened(disguised(other, ticket), ring)).isNull();
    // Not the clear part alone tells them apart: it is another key.
    Header header = Header.parse(ticket, CLUSTER);
    SecretKey key = ring.keyOf(ring.sealingHint(), START);
    assertThat(header).isNotNull();
    assertThat(key).isNotNull();
    if (header != null && key != null) {
      assertThat(new Opener().open(ticket, header, key)).isNull();
    }
  }

  @Test
  void aTicketIsTheGoldenOne() throws IOException {
    new Golden("seal").assertWritten("ticket", Sealer.ofTickets(ring, CLUSTER, START).seal(TEXT));
  }

  @Test
  void everyFlippedBitOfATicketIsNoticed() {
    byte[] ticket = Sealer.ofTickets(ring, CLUSTER, START).seal(TEXT);
    for (int bit = 0; bit < ticket.length * 8; bit++) {
      byte[] flipped = ticket.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(opened(flipped, ring)).as("bit %d", bit).isNull();
    }
  }

  @Test
  void theFirstKeySealsAndAllOpen() {
    KeyRing before = KeyRing.of(List.of(secret(1)));
    KeyRing during = KeyRing.of(List.of(secret(2), secret(1)));
    KeyRing after = KeyRing.of(List.of(secret(2)));
    byte[] old = Sealer.ofNode(before, CLUSTER, START).seal(TEXT);
    byte[] fresh = Sealer.ofNode(during, CLUSTER, START).seal(TEXT);
    assertThat(opened(old, during)).isEqualTo(TEXT);
    assertThat(opened(fresh, during)).isEqualTo(TEXT);
    assertThat(opened(fresh, after)).isEqualTo(TEXT);
    assertThat(opened(fresh, before)).isNull();
    assertThat(opened(old, after)).isNull();
  }

  @Test
  void eachStartAndEachNodeHasItsOwnKey() {
    int hint = ring.sealingHint();
    Start otherStart = new Start(START.node(), new Salt(3, 5));
    Start otherNode = new Start(new NodeId(new UUID(1, 3)), START.salt());
    assertThat(keyBytes(ring.keyOf(hint, otherStart)))
        .isNotEqualTo(keyBytes(ring.keyOf(hint, START)));
    assertThat(keyBytes(ring.keyOf(hint, otherNode)))
        .isNotEqualTo(keyBytes(ring.keyOf(hint, START)));
    assertThat(ring.keyOf(hint + 1, START)).isNull();
  }

  @Test
  void aPasswordIsAKeyOfItsCluster() {
    byte[] datagram = Sealer.ofNode(KeyRing.ofPassword("devpass", 13), CLUSTER, START).seal(TEXT);
    assertThat(opened(datagram, KeyRing.ofPassword("devpass", 13))).isEqualTo(TEXT);
    assertThat(opened(datagram, KeyRing.ofPassword("devpass", 14))).isNull();
    assertThat(opened(datagram, KeyRing.ofPassword("devpasS", 13))).isNull();
  }

  @Test
  void aKeyOfAnotherLengthIsRefused() {
    assertThatThrownBy(() -> KeyRing.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> KeyRing.of(List.of(new byte[31])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("32 bytes");
  }

  /** With the first bytes of another kind. */
  private static byte[] disguised(byte[] datagram, byte[] as) {
    byte[] disguised = datagram.clone();
    System.arraycopy(as, 0, disguised, 0, 4);
    return disguised;
  }

  private static byte @Nullable [] opened(byte[] datagram, KeyRing ring) {
    Header header = Header.parse(datagram, CLUSTER);
    if (header == null) {
      return null;
    }
    SecretKey key =
        header.kind() == Header.Kind.TICKET
            ? ring.ticketKeyOf(header.hint(), header.start())
            : ring.keyOf(header.hint(), header.start());
    return key == null ? null : new Opener().open(datagram, header, key);
  }

  private static byte[] keyBytes(@Nullable SecretKey key) {
    assertThat(key).isNotNull();
    return key == null ? new byte[0] : key.getEncoded();
  }

  private static byte[] secret(int seed) {
    byte[] secret = new byte[KeyRing.SECRET_BYTES];
    Arrays.fill(secret, (byte) seed);
    return secret;
  }
}
