package dev.koi.cli.render;

import dev.koi.cli.render.Table.Cell;
import dev.koi.core.message.NodeState;
import dev.koi.core.message.ServiceState;
import dev.koi.wire.api.Phase;
import dev.koi.wire.api.StatusView;
import dev.koi.wire.api.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code koi status}: the verdict, then groups, nodes, services that need a look, problems. */
public final class StatusText {

  private final StatusView view;
  private final Look look;
  private final StringBuilder out = new StringBuilder();

  private StatusText(StatusView view, Look look) {
    this.view = view;
    this.look = look;
  }

  /** The text, each line ended. */
  public static String render(StatusView view, Look look) {
    StatusText text = new StatusText(view, look);
    text.verdict();
    text.groups();
    text.candidates();
    text.nodes();
    text.paths();
    text.services();
    text.problems();
    return text.out.toString();
  }

  private void verdict() {
    Verdict verdict = view.verdict();
    StringBuilder line = new StringBuilder(verdict.word());
    line.append(": cluster ").append(view.cluster()).append(" seen by ");
    line.append(Words.oneLine(view.observer())).append(", ");
    String leader = view.leader();
    line.append(leader == null ? "no leader" : "leader " + Words.oneLine(leader));
    if (look.wide() && view.term() > 0) {
      line.append(" (term ").append(view.term()).append(')');
    }
    line.append(", ").append(view.electors().heard()).append(" of ").append(view.electors().known());
    line.append(" electors");
    if (view.maintenance() && verdict != Verdict.MAINTENANCE) {
      line.append(", maintenance");
    }
    out.append(ink(verdict).paint(verdict.word(), look));
    out.append(folded(line.toString(), 2).substring(verdict.word().length())).append('\n');
  }

  private void groups() {
    List<String> headers = new ArrayList<>(List.of("GROUP", "MASTER", "PHASE", "SINCE"));
    if (look.wide()) {
      headers.add("EPOCH");
      headers.add("MODE");
    }
    Table table = new Table(headers);
    for (StatusView.Group group : view.groups()) {
      List<Cell> row = new ArrayList<>();
      String master = group.master();
      Long epoch = group.epoch();
      row.add(Cell.of(group.name()));
      row.add(Cell.of(master == null ? "-" : master));
      row.add(Cell.of(phase(group), ink(group.phase())));
      row.add(Cell.of(Ages.since(group.since(), look.now())));
      if (look.wide()) {
        row.add(Cell.of(epoch == null ? "-" : epoch.toString()));
        row.add(Cell.of(group.manual() ? "manual" : "elected"));
      }
      table.row(row);
    }
    section(table);
  }

  /** Why nobody is master is the first question then; else it is only for who wants to know all. */
  private void candidates() {
    Table table = new Table(List.of("GROUP", "CANDIDATE", "ELIGIBLE", "REASON"));
    for (StatusView.Group group : view.groups()) {
      if (look.wide() || group.phase() != Phase.PROMOTED) {
        for (StatusView.Candidate candidate : group.candidates()) {
          table.row(
              List.of(
                  Cell.of(group.name()),
                  Cell.of(candidate.node()),
                  Cell.of(candidate.eligible() ? "yes" : "no"),
                  Cell.of(candidate.reason())));
        }
      }
    }
    section(table);
  }

  private void nodes() {
    List<String> headers = new ArrayList<>(List.of("NODE", "STATE", "HEARD", "UP"));
    if (look.wide()) {
      headers.addAll(List.of("ROLE", "ADDRESS", "VERSION", "ID"));
    }
    headers.add("SERVICES");
    Table table = new Table(headers);
    for (StatusView.Node node : view.nodes()) {
      List<Cell> row = new ArrayList<>();
      Long up = node.uptimeSeconds();
      row.add(Cell.of(node.name()));
      row.add(Cell.of(node.state().word(), ink(node.state())));
      row.add(Cell.of(heard(node)));
      row.add(Cell.of(up == null ? "-" : Ages.ofSeconds(up)));
      if (look.wide()) {
        row.add(Cell.of(role(node)));
        row.add(Cell.of(orDash(node.address())));
        row.add(Cell.of(orDash(node.version())));
        row.add(Cell.of(node.id()));
      }
      row.add(Cell.of(summary(node.services())));
      table.row(row);
    }
    section(table);
  }

  /** How the observer reaches the others, which may differ from how they reach each other. */
  private void paths() {
    String from = "PATH FROM " + view.observer();
    Table table = new Table(List.of("NODE", from, "KIND", "ROUND TRIP", "LOSS", "HEARD"));
    for (StatusView.Node node : view.nodes()) {
      for (StatusView.Path path : node.paths()) {
        Long roundTrip = path.roundTripMicros();
        Integer loss = path.lossPercent();
        table.row(
            List.of(
                Cell.of(node.name()),
                Cell.of(path.address()),
                Cell.of(path.kind().word()),
                Cell.of(roundTrip == null ? "-" : Ages.micros(roundTrip)),
                Cell.of(loss == null ? "-" : loss + "%"),
                Cell.of(Ages.text(path.heardMillis()) + " ago")));
      }
    }
    if (look.wide()) {
      section(table);
    }
  }

  /** Of many nodes only what failed; of a single one everything. */
  private void services() {
    Table table = new Table(List.of("NODE", "SERVICE", "STATE", "RUNS", "MESSAGE"));
    for (StatusView.Node node : view.nodes()) {
      for (StatusView.Service service : node.services()) {
        if (look.wide() || service.failed() || view.nodes().size() == 1) {
          String message = service.message();
          table.row(
              List.of(
                  Cell.of(node.name()),
                  Cell.of(TreeText.name(service)),
                  Cell.of(service.state().word(), ink(service)),
                  Cell.of(orDash(service.action())),
                  Cell.of(message == null ? "" : message)));
        }
      }
    }
    section(table);
  }

  private void problems() {
    if (view.problems().isEmpty()) {
      return;
    }
    out.append('\n').append(Ink.HEADER.paint("PROBLEMS", look)).append('\n');
    for (StatusView.Problem problem : view.problems()) {
      String node = problem.node();
      String since = problem.since() == null ? "" : ", since " + sinceOf(problem);
      String text = (node == null ? "" : node + ": ") + problem.text() + since;
      out.append(folded(text, 2)).append('\n');
      String next = problem.next();
      if (next != null) {
        out.append("  next: ").append(folded(next, 8).stripLeading()).append('\n');
      }
    }
  }

  private String sinceOf(StatusView.Problem problem) {
    String age = Ages.since(problem.since(), look.now());
    return age.substring(0, age.length() - " ago".length());
  }

  private String folded(String text, int indent) {
    String line = Words.oneLine(text);
    return look.wide() ? line : Words.fold(line, look.width(), indent);
  }

  private void section(Table table) {
    if (!table.isEmpty()) {
      out.append('\n');
      table.appendTo(out, look);
    }
  }

  private static String phase(StatusView.Group group) {
    Long until = group.untilMillis();
    if (until != null) {
      return group.phase().word() + " " + Ages.text(until) + " more";
    }
    boolean sayManual = group.manual() && group.phase() != Phase.MANUAL;
    return group.phase().word() + (sayManual ? " (manual)" : "");
  }

  private String heard(StatusView.Node node) {
    if (node.name().equals(view.observer())) {
      return "here";
    }
    Long millis = node.heardMillis();
    return millis == null ? "never" : Ages.text(millis) + " ago";
  }

  private static String role(StatusView.Node node) {
    if (node.elector()) {
      return node.runner() ? "elector+runner" : "elector";
    }
    return node.runner() ? "runner" : "-";
  }

  private static String summary(List<StatusView.Service> services) {
    if (services.isEmpty()) {
      return "-";
    }
    Map<String, Integer> counts = new TreeMap<>();
    for (StatusView.Service service : services) {
      counts.merge(service.failed() ? "Failed" : service.state().word(), 1, Integer::sum);
    }
    List<String> parts = new ArrayList<>();
    counts.forEach((state, count) -> parts.add(count + " " + state));
    return String.join(", ", parts);
  }

  private static String orDash(@Nullable String text) {
    return text == null || text.isEmpty() ? "-" : text;
  }

  private static Ink ink(Verdict verdict) {
    return switch (verdict) {
      case OK -> Ink.GOOD;
      case MAINTENANCE, DEGRADED -> Ink.DOUBTFUL;
      case NO_MASTER, NO_QUORUM -> Ink.BAD;
    };
  }

  private static Ink ink(Phase phase) {
    return switch (phase) {
      case PROMOTED -> Ink.GOOD;
      case GRANTED, PROMOTING, DEMOTING, MANUAL, WAITING -> Ink.DOUBTFUL;
      case VACANT -> Ink.BAD;
    };
  }

  private static Ink ink(NodeState state) {
    return switch (state) {
      case MASTER -> Ink.GOOD;
      case FAILED, DISCONNECTED -> Ink.BAD;
      case STOPPED, LIVE -> Ink.DOUBTFUL;
      case SLAVE, ELECTOR, OTHER -> Ink.PLAIN;
    };
  }

  private static Ink ink(StatusView.Service service) {
    if (service.failed()) {
      return Ink.BAD;
    }
    return service.state() == ServiceState.PROMOTED ? Ink.GOOD : Ink.PLAIN;
  }
}
