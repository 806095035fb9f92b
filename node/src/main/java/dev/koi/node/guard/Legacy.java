package dev.koi.node.guard;

import dev.koi.node.guard.Cells.Head;
import dev.koi.node.guard.Cells.Word;
import dev.koi.node.port.Guards.Earlier;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the guards of the run before left.
 *
 * @param node how the process trees of this node are called, null: nobody knows
 */
record Legacy(@Nullable String node, List<Earlier> groups) {

  static final Legacy NONE = new Legacy(null, List.of());

  Legacy {
    groups = List.copyOf(groups);
  }

  /**
   * The cells of a new run: each latch goes on in a cell of its group, in the order of the list from cell 1
   * on, so that nothing is armed that has ended. The trees keep their name, so that they are found again.
   */
  byte[] cells(RealGuards.Settings settings) {
    ByteBuffer cells = ByteBuffer.allocate(Cells.SIZE).order(ByteOrder.nativeOrder());
    cells.put(0, Cells.MAGIC.getBytes(StandardCharsets.US_ASCII));
    cells.putLong(Head.DAEMON.offset, ProcessHandle.current().pid());
    cells.putLong(Head.K.offset, settings.budget().toNanos());
    String name = node == null ? settings.node() : node;
    cells.put(Cells.NODE, name.getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < groups.size(); i++) {
      Earlier earlier = groups.get(i);
      cells.put(Cells.groupAt(i + 1), earlier.group().text().getBytes(StandardCharsets.UTF_8));
      cells.putLong(Word.LATCH.of(i + 1), earlier.latch().number());
    }
    return cells.array();
  }
}
