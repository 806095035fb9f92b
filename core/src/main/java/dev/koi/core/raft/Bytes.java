package dev.koi.core.raft;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bytes that never change, and that mean nothing in here: a command, or a piece of a snapshot. */
public final class Bytes {

  public static final Bytes NONE = new Bytes(new byte[0]);

  private final byte[] content;

  private Bytes(byte[] content) {
    this.content = content;
  }

  public static Bytes copyOf(byte[] content) {
    return new Bytes(content.clone());
  }

  /** Without a copy: whoever calls promises to leave the array alone from now on. */
  public static Bytes wrap(byte[] content) {
    return new Bytes(content);
  }

  /** All of them as one. */
  static Bytes joined(List<Bytes> pieces) {
    int size = 0;
    for (Bytes piece : pieces) {
      size += piece.size();
    }
    byte[] all = new byte[size];
    int at = 0;
    for (Bytes piece : pieces) {
      System.arraycopy(piece.content, 0, all, at, piece.size());
      at += piece.size();
    }
    return new Bytes(all);
  }

  public int size() {
    return content.length;
  }

  Bytes slice(int from, int to) {
    return new Bytes(Arrays.copyOfRange(content, from, to));
  }

  public byte[] toArray() {
    return content.clone();
  }

  /** To read from without a copy. */
  public ByteBuffer view() {
    return ByteBuffer.wrap(content).asReadOnlyBuffer();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Bytes bytes && Arrays.equals(content, bytes.content);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(content);
  }

  @Override
  public String toString() {
    return content.length + " bytes";
  }
}
