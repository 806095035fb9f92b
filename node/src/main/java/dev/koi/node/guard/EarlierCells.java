package dev.koi.node.guard;

import dev.koi.core.name.Epoch;
import dev.koi.core.name.GroupName;
import dev.koi.node.guard.Cells.Vital;
import dev.koi.node.guard.Cells.Word;
import dev.koi.core.guard.GuardPhase;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the file {@code cells} of an earlier run says. Any bytes at all can be read as this. */
sealed interface EarlierCells {

  /** As {@link dev.koi.core.lease.Timing} has it: a lease of an hour is none. */
  Duration LONGEST_CUT = Duration.ofHours(1);

  long MOST_PIDS = 1L << 22;

  /** It is no such file, or of another version. */
  record Unsound(String why) implements EarlierCells {}

  /**
   * What it says.
   *
   * @param node how the process trees are called
   * @param pids of both guards, 0: it ended
   * @param groups the cells that a group has
   * @param complaints which cells make no sense; they are left out
   */
  record Sound(String node, List<Long> pids, List<OfGroup> groups, List<String> complaints)
      implements EarlierCells {

    public Sound {
      pids = List.copyOf(pids);
      groups = List.copyOf(groups);
      complaints = List.copyOf(complaints);
    }

    /** How long its guards may need until each epoch that they have is confirmed, or given up. */
    Duration longestCut() {
      return groups.stream()
          .filter(OfGroup::isUnderWay)
          .map(OfGroup::cut)
          .max(Duration::compareTo)
          .orElse(Duration.ZERO);
    }

    /** No guard has anything to do. */
    boolean isSettled() {
      return groups.stream().noneMatch(OfGroup::isUnderWay);
    }
  }

  /**
   * A cell.
   *
   * @param epoch that it was filled with last, {@link Epoch#NONE}: never
   * @param armed a guard has that one armed
   * @param cut Lcut
   */
  record OfGroup(
      GroupName group, Epoch epoch, Epoch latch, boolean armed, @Nullable GuardPhase phase, Duration cut) {

    boolean isUnderWay() {
      return armed && phase != GuardPhase.CONFIRMED && phase != GuardPhase.UNCONFIRMED;
    }
  }

  /** Reads a file. */
  static EarlierCells parse(byte[] file) {
    if (file.length != Cells.SIZE) {
      return new Unsound("it has " + file.length + " bytes, not " + Cells.SIZE);
    }
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.nativeOrder());
    if (!Cells.MAGIC.equals(latin(file, 0, Cells.MAGIC.length()))) {
      return new Unsound("it is of another version");
    }
    String node = text(file, Cells.NODE, Cells.NODE_BYTES);
    if (node == null || node.isEmpty() || node.startsWith(".") || node.contains("/")) {
      return new Unsound("its node has no name");
    }
    List<OfGroup> groups = new ArrayList<>();
    List<String> complaints = new ArrayList<>();
    Set<GroupName> seen = new HashSet<>();
    for (int cell = 1; cell < Cells.COUNT; cell++) {
      String name = text(file, Cells.groupAt(cell), Cells.GROUP_BYTES);
      if (name != null && name.isEmpty()) {
        continue; // nobody's
      }
      OfGroup read = name == null ? null : ofGroup(bytes, cell, name);
      if (read != null && seen.add(read.group())) {
        groups.add(read);
      } else {
        complaints.add("its cell " + cell + " makes no sense");
      }
    }
    List<Long> pids = List.of(pid(bytes, 0), pid(bytes, 1));
    return new Sound(node, pids, groups, complaints);
  }

  private static @Nullable OfGroup ofGroup(ByteBuffer bytes, int cell, String name) {
    Epoch epoch = epoch(bytes.getLong(Word.EPOCH.of(cell)));
    Epoch latch = epoch(bytes.getLong(Word.LATCH.of(cell)));
    if (!GroupName.isLegal(name) || epoch == null || latch == null) {
      return null;
    }
    int armedAt = Word.ARMED.of(cell);
    boolean armed =
        !epoch.equals(Epoch.NONE)
            && (bytes.getLong(armedAt) == epoch.number() || bytes.getLong(armedAt + 8) == epoch.number());
    GuardPhase phase = PhaseWord.of(bytes.getLong(Word.PHASE.of(cell)));
    Duration cut = Duration.ofNanos(Math.max(0, bytes.getLong(Word.CUT.of(cell))));
    Duration bounded = cut.compareTo(LONGEST_CUT) < 0 ? cut : LONGEST_CUT;
    return new OfGroup(new GroupName(name), epoch, latch, armed, phase, bounded);
  }

  private static @Nullable Epoch epoch(long number) {
    try {
      return new Epoch(number);
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  private static long pid(ByteBuffer bytes, int guard) {
    long pid = bytes.getLong(Vital.PID.of(guard));
    return pid > 0 && pid <= MOST_PIDS ? pid : 0;
  }

  /** Up to the zero byte; null if there is none. */
  private static @Nullable String text(byte[] file, int from, int size) {
    String all = latin(file, from, size);
    int end = all.indexOf(0);
    return end < 0 ? null : all.substring(0, end);
  }

  /** A character for each byte: what is written here is ASCII, and nothing else becomes legal by it. */
  private static String latin(byte[] file, int from, int size) {
    return new String(file, from, size, StandardCharsets.ISO_8859_1);
  }
}
