package dev.koi.cli.render;

import dev.koi.core.name.GroupName;
import dev.koi.wire.api.StatusView;

/** {@code koi tree}: line for line in the shape of the original. */
public final class TreeText {

  private TreeText() {}

  /** The text, each line ended. */
  public static String render(StatusView view) {
    StringBuilder out = new StringBuilder("/koi");
    out.append(view.maintenance() ? " (maintenance)\n" : "\n");
    for (StatusView.Node node : view.nodes()) {
      out.append("  ").append(Words.oneLine(node.name()));
      out.append(" [").append(Words.oneLine(node.id())).append("] : ");
      out.append(node.state().word()).append('\n');
      for (StatusView.Service service : node.services()) {
        out.append("    ").append(Words.oneLine(name(service)));
        out.append(" : ").append(service.state().word());
        String action = service.action();
        if (action != null) {
          out.append(" (executing: ").append(Words.oneLine(action)).append(')');
        }
        out.append(service.failed() ? " [FAILED]\n" : "\n");
      }
    }
    return out.toString();
  }

  /** The original knows one group only, so that one is not named. */
  static String name(StatusView.Service service) {
    boolean flat = service.group().equals(GroupName.DEFAULT.text());
    return flat ? service.name() : service.group() + "/" + service.name();
  }
}
