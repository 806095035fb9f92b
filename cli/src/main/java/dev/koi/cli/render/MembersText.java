package dev.koi.cli.render;

import dev.koi.cli.render.Table.Cell;
import dev.koi.wire.api.MembersView;
import dev.koi.wire.api.MembersView.Role;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code koi member list}: who leads, then each member, then what deserves a look. */
public final class MembersText {

  private MembersText() {}

  /** The text, each line ended. */
  public static String render(MembersView view, Look look) {
    List<String> headers = new ArrayList<>(List.of("NAME", "ROLE", "ENTRY", "BEHIND", "HEARD"));
    if (look.wide()) {
      headers.add("UUID");
    }
    Table table = new Table(headers);
    for (MembersView.Member member : view.members()) {
      List<Cell> row = new ArrayList<>();
      row.add(Cell.of(name(member)));
      row.add(Cell.of(member.role().word()));
      row.add(Cell.of(number(member.matchIndex())));
      row.add(Cell.of(number(member.behind())));
      row.add(Cell.of(heard(member)));
      if (look.wide()) {
        row.add(Cell.of(member.id()));
      }
      table.row(row);
    }
    StringBuilder out = new StringBuilder();
    String leader =
        view.members().stream()
            .filter(m -> m.role() == Role.LEADER)
            .map(MembersText::name)
            .findFirst()
            .orElse("none");
    out.append("leader ").append(Words.oneLine(leader)).append(", term ").append(view.term());
    out.append(", agreed through entry ").append(view.commitIndex()).append("\n\n");
    table.appendTo(out, look);
    if (!view.warnings().isEmpty()) {
      out.append('\n').append(Ink.HEADER.paint("PROBLEMS", look)).append('\n');
      view.warnings().forEach(w -> out.append(Words.fold(Words.oneLine(w), look.width(), 2)).append('\n'));
    }
    return out.toString();
  }

  private static String name(MembersView.Member member) {
    String name = member.name();
    return name == null ? Words.cut(member.id(), 11) : name;
  }

  private static String heard(MembersView.Member member) {
    if (member.role() == Role.LEADER) {
      return "leads";
    }
    return member.heardMillis() == null ? "-" : Ages.text(member.heardMillis()) + " ago";
  }

  private static String number(@Nullable Long number) {
    return number == null ? "-" : number.toString();
  }
}
