package dev.koi.cli.render;

import dev.koi.cli.render.Table.Cell;
import dev.koi.wire.config.KeyRow;
import java.util.List;

/** {@code koi config list}: every key, what holds, and who says so. */
public final class ConfigText {

  private ConfigText() {}

  /** The text, each line ended. */
  public static String render(List<KeyRow> rows, Look look) {
    Table table = new Table(List.of("KEY", "VALUE", "FROM"));
    for (KeyRow row : rows) {
      Ink ink = row.file() == null ? Ink.PLAIN : Ink.HEADER;
      table.row(List.of(Cell.of(row.name(), ink), Cell.of(value(row)), Cell.of(from(row))));
    }
    StringBuilder out = new StringBuilder();
    table.appendTo(out, look);
    return out.toString();
  }

  private static String value(KeyRow row) {
    String value = row.value();
    if (row.secret() && row.file() != null) {
      return "(hidden)";
    }
    return value == null ? "-" : value.isEmpty() ? "(empty)" : value;
  }

  private static String from(KeyRow row) {
    return row.note().isEmpty() ? row.source() : row.source() + ": " + row.note();
  }
}
