package dev.koi.cli.render;

import dev.koi.wire.api.FailuresView;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** {@code koi failures}: one line each, oldest first. */
public final class FailuresText {

  private FailuresText() {}

  /** The table, or a sentence if there is nothing to show. */
  public static String render(FailuresView view, Look look) {
    if (view.failures().isEmpty()) {
      return "no failures\n";
    }
    Table table = new Table(List.of("WHEN", "AGO", "NODE", "UUID", "WHAT"));
    for (FailuresView.Entry entry : view.failures()) {
      String group = entry.group().equals("default") ? "" : entry.group() + ": ";
      table.row(
          List.of(
              Table.Cell.of(entry.time().truncatedTo(ChronoUnit.SECONDS).toString()),
              Table.Cell.of(Ages.since(entry.time(), look.now())),
              Table.Cell.of(entry.node()),
              Table.Cell.of(look.wide() ? entry.id() : Words.cut(entry.id(), 8)),
              Table.Cell.of(group + entry.what())));
    }
    StringBuilder out = new StringBuilder();
    table.appendTo(out, look);
    return out.toString();
  }
}
