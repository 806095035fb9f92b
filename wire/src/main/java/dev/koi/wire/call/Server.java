package dev.koi.wire.call;

import dev.koi.core.name.NodeId;
import dev.koi.core.time.Moment;
import dev.koi.wire.frame.Assembler;
import dev.koi.wire.frame.ReplayWindow;
import dev.koi.wire.seal.Start;
import java.net.InetSocketAddress;
import java.time.Duration;
import javax.crypto.SecretKey;

/** The one start of a daemon that is asked. */
final class Server {

  /** Its challenges follow each other when datagrams overtake each other; one proof does for these. */
  private static final Duration PROOF = Duration.ofMillis(50);

  final Start start;
  final SecretKey key;
  final Assembler assembler = new Assembler();
  final Pause pause;
  InetSocketAddress at;
  Moment heard;

  /** A datagram of it counts once: a challenge that is replayed orders no second answer. */
  final ReplayWindow window = new ReplayWindow(0);

  private long proven;
  private Moment provenAt;

  Server(Start start, SecretKey key, InetSocketAddress at, Moment now) {
    this.start = start;
    this.key = key;
    this.at = at;
    this.heard = now;
    this.pause = new Pause(now);
    this.provenAt = now.minus(PROOF);
  }

  NodeId id() {
    return start.node();
  }

  /** Whether this challenge is to be answered; if so, it counts as answered. */
  boolean proves(long nonce, Moment now) {
    if (nonce == proven && now.since(provenAt).compareTo(PROOF) < 0) {
      return false;
    }
    proven = nonce;
    provenAt = now;
    return true;
  }
}
