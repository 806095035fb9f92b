package dev.koi.wire.journal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a segment holds, as far as it can be believed. */
public sealed interface Scan {

  /**
   * Every byte up to {@code end} is as it was written.
   *
   * @param end where the next record goes; 0 if not even the head is whole
   * @param torn whether something follows that was not written to its end: it is to be cut off
   */
  record Sound(List<byte[]> payloads, long end, boolean torn) implements Scan {

    public Sound {
      payloads = List.copyOf(payloads);
    }
  }

  /** It is not what was written. Nothing behind it is of use, and perhaps nothing before it suffices. */
  record Damaged(long place, String why) implements Scan {}

  /**
   * Reads a whole segment.
   *
   * @param number which segment this is to be
   * @param last whether it is the one that was written to when the process before ended: only there can a
   *     record have been cut off
   */
  static Scan of(ByteBuffer file, long number, boolean last) {
    return new Reading(file.duplicate(), number, last).all();
  }

  /** One look at one file. */
  final class Reading {

    private final ByteBuffer file;
    private final long number;
    private final boolean last;
    private final int written;

    private Reading(ByteBuffer file, long number, boolean last) {
      this.file = file;
      this.number = number;
      this.last = last;
      this.written = endOfContent(file);
    }

    /** Behind the last byte that is not zero. */
    private static int endOfContent(ByteBuffer file) {
      int end = file.limit();
      while (end > 0 && file.get(end - 1) == 0) {
        end--;
      }
      return end;
    }

    private Scan all() {
      Scan noHead = head();
      if (noHead != null) {
        return noHead;
      }
      List<byte[]> payloads = new ArrayList<>();
      int place = Segment.HEAD_BYTES;
      while (place < file.limit()) {
        if (isCutWithin(place, Segment.BEFORE_PAYLOAD)) {
          return cut(payloads, place);
        }
        int length = file.getInt(place);
        boolean believed = file.getInt(place + 4) == Segment.lengthSum(number, place, length);
        if (!believed || length < 0 || length > Segment.MAX_PAYLOAD) {
          return new Damaged(place, "the length of a record is not what was written");
        }
        int whole = Segment.FRAME_BYTES + length;
        if (isCutWithin(place, whole)) {
          return cut(payloads, place);
        }
        byte[] payload = payload(place, length);
        if (payload == null) {
          return new Damaged(place, "a record is not what was written");
        }
        payloads.add(payload);
        place += whole;
      }
      return new Sound(payloads, place, false);
    }

    private @Nullable Scan head() {
      if (isCutWithin(0, Segment.HEAD_BYTES)) {
        return cut(List.of(), 0);
      }
      boolean believed =
          file.getLong(0) == Segment.MAGIC
              && file.getLong(8) == number
              && file.getInt(16) == Segment.headSum(number);
      return believed ? null : new Damaged(0, "its head is not that of segment " + number);
    }

    /** Whether the file ends, or is zero to its end, before so many bytes from there. */
    private boolean isCutWithin(int place, int bytes) {
      return file.limit() - place < bytes || written - place < bytes;
    }

    private Scan cut(List<byte[]> payloads, int place) {
      return last
          ? new Sound(payloads, place, true)
          : new Damaged(place, "it ends within a record, and another segment follows");
    }

    private byte @Nullable [] payload(int place, int length) {
      int begin = place + Segment.BEFORE_PAYLOAD;
      int sum = file.getInt(begin + length);
      boolean believed =
          sum == Segment.payloadSum(number, place, file.slice(begin, length))
              && file.get(begin + length + 4) == Segment.END;
      if (!believed) {
        return null;
      }
      byte[] payload = new byte[length];
      file.get(begin, payload);
      return payload;
    }
  }
}
