package dev.koi.cli.render;

import dev.koi.wire.api.LocalView;
import java.time.temporal.ChronoUnit;

/** {@code koi local}: one fact a line. */
public final class LocalText {

  private final StringBuilder out = new StringBuilder();

  private LocalText() {}

  /** The text, each line ended. */
  public static String render(LocalView view, Look look) {
    LocalText text = new LocalText();
    String leader = view.leader();
    text.line("name", view.name());
    text.line("uuid", view.uuid());
    text.line("state", view.state().word());
    text.line("cluster", Integer.toString(view.cluster()));
    text.line("leader", leader == null ? "none heard" : leader);
    text.line("quorum", quorum(view));
    text.line("nodes", view.nodes().size() + ": " + String.join(", ", view.nodes()));
    text.line("elector", yesNo(view.elector()));
    text.line("runner", yesNo(view.runner()));
    text.line("maintenance", view.maintenance() ? "on" : "off");
    text.line("port", view.port() + "/udp");
    text.line("started", started(view, look));
    text.line("program", "koi " + view.program());
    return text.out.toString();
  }

  private void line(String key, String value) {
    out.append(key).repeat(' ', 13 - key.length()).append(Words.oneLine(value)).append('\n');
  }

  private static String quorum(LocalView view) {
    String heard = view.seen() + (view.seen() == 1 ? " elector heard" : " electors heard");
    return (view.quorum() == 0 ? "none needed" : view.quorum() + " needed") + ", " + heard;
  }

  private static String started(LocalView view, Look look) {
    return view.started().truncatedTo(ChronoUnit.SECONDS)
        + " ("
        + Ages.since(view.started(), look.now())
        + ")";
  }

  private static String yesNo(boolean value) {
    return value ? "yes" : "no";
  }
}
