package dev.koi.node.guard;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The memory that daemon, launcher and guards share: the file {@code cells} in the run folder, whose
 * layout guard/README.md has. Whoever reads a word sees all that was stored before it.
 */
final class Cells {

  static final String FILE = "cells";
  static final String MAGIC = "KOICELL1";
  static final int COUNT = 256;
  static final int SIZE = 4096 + COUNT * 256;

  static final int NODE = 192;
  static final int NODE_BYTES = 64;

  /** Of the header. */
  enum Head {
    DAEMON(8),
    K(16),
    END(24);

    final int offset;

    Head(int offset) {
      this.offset = offset;
    }
  }

  /** Of a guard. */
  enum Vital {
    PID(64),
    BEAT(72),
    LATE(80);

    final int offset;

    Vital(int offset) {
      this.offset = offset;
    }

    int of(int guard) {
      return offset + 32 * guard;
    }
  }

  /** Of a cell. */
  enum Word {
    EPOCH(0),
    T0_BOOT(8),
    T0_RAW(16),
    SOFT(24),
    HARD(32),
    CUT(40),
    W(48),
    CLASS(56),
    RETRY(64),
    LATCH(72),
    PHASE(80),
    OWNER(88),
    ARMED(96);

    final int offset;

    Word(int offset) {
      this.offset = offset;
    }

    int of(int cell) {
      return cellAt(cell) + offset;
    }
  }

  private static final int GROUP = 128;
  static final int GROUP_BYTES = 128;
  private static final VarHandle WORD = ValueLayout.JAVA_LONG.varHandle();

  /** Unmapped when nothing refers to it any more: who still reads it never finds it gone. */
  private final MemorySegment memory;

  private Cells(MemorySegment memory) {
    this.memory = memory;
  }

  /**
   * Puts a file in place, whole, and maps it. One that is there goes on in the memory of who has mapped it.
   *
   * @throws IOException if it cannot be written
   */
  static Cells create(Path runDir, byte[] content) throws IOException {
    replace(runDir.resolve(FILE), content);
    return open(runDir);
  }

  /**
   * Maps the file that is there.
   *
   * @throws IOException if it cannot be mapped, or has another size
   */
  static Cells open(Path runDir) throws IOException {
    Path file = runDir.resolve(FILE);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      if (channel.size() != SIZE) {
        throw new IOException(file + " has " + channel.size() + " bytes, not " + SIZE);
      }
      return new Cells(channel.map(FileChannel.MapMode.READ_WRITE, 0, SIZE, Arena.ofAuto()));
    }
  }

  /** Replaces a file whole. Not durably: it is of this boot, and lies where writing needs no disk. */
  static void replace(Path file, byte[] content) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.write(fresh, content);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Where a cell begins. */
  static int cellAt(int cell) {
    return 4096 + 256 * cell;
  }

  /** Where a cell has the name of its group. */
  static int groupAt(int cell) {
    return cellAt(cell) + GROUP;
  }

  long get(int offset) {
    return (long) WORD.getAcquire(memory, (long) offset);
  }

  void set(int offset, long value) {
    WORD.setRelease(memory, (long) offset, value);
  }

  /** Stores it if it is more than what is there; only one thread at a time may store this word. */
  void advance(int offset, long value) {
    if (value > get(offset)) {
      set(offset, value);
    }
  }

  long get(Head word) {
    return get(word.offset);
  }

  void set(Head word, long value) {
    set(word.offset, value);
  }

  long get(int cell, Word word) {
    return get(word.of(cell));
  }

  void set(int cell, Word word, long value) {
    set(word.of(cell), value);
  }

  /** The epoch that a guard has armed in a cell, or 0. */
  long armed(int cell, int guard) {
    return get(Word.ARMED.of(cell) + 8 * guard);
  }

  /** Names the group of a cell that is nobody's yet. */
  void name(int cell, String group) {
    byte[] text = group.getBytes(StandardCharsets.UTF_8);
    MemorySegment.copy(text, 0, memory, ValueLayout.JAVA_BYTE, groupAt(cell), text.length);
    VarHandle.releaseFence();
  }

  /** All of it. While others store, words from different moments. */
  byte[] copy() {
    VarHandle.acquireFence();
    return memory.toArray(ValueLayout.JAVA_BYTE);
  }
}
