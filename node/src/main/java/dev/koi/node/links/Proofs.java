package dev.koi.node.links;

import dev.koi.core.name.NodeId;
import dev.koi.core.time.Moment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Our answers to challenges. One question that comes over several paths, or again, gets the same
 * bytes: so the peer takes one copy, and a question that is replayed to us orders no cryptography.
 */
final class Proofs {

  /** At most some 400 KiB, since a proof may carry a message. */
  static final int KEPT = 256;

  private final Map<Question, Proof> proofs = new LinkedHashMap<>();

  List<byte[]> answer(NodeId by, long nonce, Moment now, Supplier<List<byte[]>> maker) {
    Question question = new Question(by, nonce);
    Proof known = proofs.get(question);
    if (known != null) {
      return known.datagrams;
    }
    if (proofs.size() >= KEPT) {
      proofs.remove(proofs.keySet().iterator().next());
    }
    Proof made = new Proof(maker.get(), now);
    proofs.put(question, made);
    return made.datagrams;
  }

  void expire(Moment now) {
    proofs.values().removeIf(old -> now.since(old.at).compareTo(Peer.PENDING_KEPT) > 0);
  }

  private record Question(NodeId by, long nonce) {}

  private record Proof(List<byte[]> datagrams, Moment at) {}
}
