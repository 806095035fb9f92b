package dev.koi.node.guard;

import dev.koi.core.name.Epoch;
import dev.koi.core.time.Moment;
import dev.koi.node.guard.Cells.Word;
import dev.koi.node.port.Guards.Datagram;
import dev.koi.node.port.Guards.Handover;
import java.time.Duration;
import java.util.List;

/** What a cell is filled with. */
sealed interface Load {

  Epoch epoch();

  /** What it was when it was handed over. */
  Moment t0();

  /** The file beside the cell. */
  byte[] file();

  /** Fills the words of this kind, all but epoch and t0. */
  void store(Cells cells, int cell);

  /** An epoch of a group. */
  record OfGroup(Handover what) implements Load {

    @Override
    public Epoch epoch() {
      return what.epoch();
    }

    @Override
    public Moment t0() {
      return what.answered();
    }

    @Override
    public byte[] file() {
      return ArmFile.write(what.duties());
    }

    @Override
    public void store(Cells cells, int cell) {
      cells.set(cell, Word.SOFT, what.timing().soft().toNanos());
      cells.set(cell, Word.HARD, what.timing().hard().toNanos());
      cells.set(cell, Word.CUT, what.timing().hard().plus(what.timing().budget()).toNanos());
      cells.set(cell, Word.W, what.timing().electorWait().toNanos());
      cells.set(cell, Word.CLASS, what.crashOnly() ? 0 : 1);
      cells.set(cell, Word.RETRY, what.retry().toNanos());
    }
  }

  /** What is said when the daemon died; its epoch only tells one time that it is said from another. */
  record OfNode(Epoch epoch, List<Datagram> daemonGone, Duration electorWait) implements Load {

    @Override
    public Moment t0() {
      return Moment.ofNanos(0);
    }

    @Override
    public byte[] file() {
      return ArmFile.write(daemonGone);
    }

    @Override
    public void store(Cells cells, int cell) {
      cells.set(cell, Word.W, electorWait.toNanos());
    }
  }
}
