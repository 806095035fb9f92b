package dev.koi.wire.frame;

import dev.koi.core.name.NodeId;
import dev.koi.core.time.Moment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The large messages that were sent a moment ago, for those who missed a fragment. */
public final class Outbox {

  /** At 64 KiB each, 2 MiB at most. */
  static final int KEPT = 32;

  private final Map<Long, Sent> sent = new LinkedHashMap<>();
  private long lastId;

  /** The fragments of a message, which is kept for as long as a receiver may ask. */
  public List<Frame.Fragment> add(@Nullable NodeId to, byte[] message, Moment now) {
    if (sent.size() >= KEPT) {
      sent.remove(sent.keySet().iterator().next());
    }
    lastId++;
    sent.put(lastId, new Sent(to, message, now));
    return fragments(lastId, message, -1L);
  }

  /** The fragments that {@code asker} misses; none of a message that was not for it. */
  public List<Frame.Fragment> missing(NodeId asker, Frame.Missing missing) {
    Sent message = sent.get(missing.id());
    if (message == null || (message.to != null && !message.to.equals(asker))) {
      return List.of();
    }
    return fragments(missing.id(), message.bytes, missing.pieces());
  }

  /** Forgets what nobody asks for any more. */
  public void expire(Moment now) {
    sent.values().removeIf(old -> now.since(old.at).compareTo(Assembler.GIVE_UP) > 0);
  }

  private static List<Frame.Fragment> fragments(long id, byte[] message, long wanted) {
    int count = Math.ceilDiv(message.length, Frame.CHUNK);
    List<Frame.Fragment> fragments = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if ((wanted & 1L << i) != 0) {
        int begin = i * Frame.CHUNK;
        int end = Math.min(message.length, begin + Frame.CHUNK);
        fragments.add(new Frame.Fragment(id, i, count, Arrays.copyOfRange(message, begin, end)));
      }
    }
    return fragments;
  }

  @SuppressWarnings("ArrayRecordComponent") // ours alone, and never compared
  private record Sent(@Nullable NodeId to, byte[] bytes, Moment at) {}
}
