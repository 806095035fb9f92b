package dev.koi.cli.render;

import dev.koi.wire.api.LocalView;
import java.time.temporal.ChronoUnit;

/** {@code koi local}: one fact a line. */
public final class LocalText {

  /** The column at which values begin. */
  private static final int KEY = 13;

  private final StringBuilder out = new StringBuilder();

  private LocalText() {}

  /** The text, each line ended. */
  public static String render(LocalView view, Look look) {
    LocalText text = new LocalText();
    String leader = view.leader();
    text.line("name", Words.oneLine(view.name()));
    text.line("uuid", Words.oneLine(view.uuid()));
    text.line("state", view.state().word());
    text.line("cluster", Integer.toString(view.cluster()));
    text.line("leader", leader == null ? "none heard" : Words.oneLine(leader));
    text.line("quorum", quorum(view));
    text.line("nodes", nodes(view, look));
    text.line("elector", yesNo(view.elector()));
    text.line("runner", yesNo(view.runner()));
    text.line("maintenance", view.maintenance() ? "on" : "off");
    text.line("port", view.port() + "/udp");
    text.line("started", started(view, look));
    text.line("program", "koi " + Words.oneLine(view.program()));
    return text.out.toString();
  }

  private void line(String key, String value) {
    out.append(key).repeat(' ', KEY - key.length()).append(value).append('\n');
  }

  private static String nodes(LocalView view, Look look) {
    String names = view.nodes().size() + ": " + Words.oneLine(String.join(", ", view.nodes()));
    return Words.fold(names, look.width() - KEY, 0).replace("\n", "\n" + " ".repeat(KEY));
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
