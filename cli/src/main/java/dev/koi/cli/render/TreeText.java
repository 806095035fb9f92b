package dev.koi.cli.render;

import dev.koi.core.name.GroupName;
import dev.koi.wire.api.StatusView;

/** {@code koi tree}: line for line in the shape of the original. */
public final class TreeText {

  private static final int SHORTEST = 12;

  private TreeText() {}

  /** The text, each line ended. */
  public static String render(StatusView view, Look look) {
    StringBuilder out = new StringBuilder("/koi");
    out.append(view.maintenance() ? " (maintenance)\n" : "\n");
    for (StatusView.Node node : view.nodes()) {
      String rest = " [" + Words.oneLine(node.id()) + "] : " + node.state().word();
      line(out, "  ", node.name(), rest, look);
      for (StatusView.Service service : node.services()) {
        String action = service.action();
        String runs = action == null ? "" : " (executing: " + Words.oneLine(action) + ")";
        String end = " : " + service.state().word() + runs + (service.failed() ? " [FAILED]" : "");
        line(out, "    ", name(service), end, look);
      }
    }
    return out.toString();
  }

  /** Only names are cut, and none to nothing. */
  private static void line(
      StringBuilder out, String indent, String name, String rest, Look look) {
    int room = Math.max(look.width() - indent.length() - rest.length(), SHORTEST);
    out.append(indent).append(Words.cutInside(Words.oneLine(name), room)).append(rest).append('\n');
  }

  /** The original knows one group only, so that one is not named. */
  static String name(StatusView.Service service) {
    boolean flat = service.group().equals(GroupName.DEFAULT.text());
    return flat ? service.name() : service.group() + "/" + service.name();
  }
}
