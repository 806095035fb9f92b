package dev.koi.cli;

import dev.koi.wire.api.StatusView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The part of a status that is about one node: {@code koi status NODE}. */
final class Part {

  private Part() {}

  /** The same view with this node only, null if nobody has that name or UUID. */
  static @Nullable StatusView of(StatusView view, String node) {
    for (StatusView.Node found : view.nodes()) {
      if (found.name().equals(node) || found.id().equalsIgnoreCase(node)) {
        return about(view, found);
      }
    }
    return null;
  }

  /** What to say then. */
  static String unknown(StatusView view, String node) {
    List<String> names = view.nodes().stream().map(StatusView.Node::name).toList();
    return "no node '" + node + "' is known to " + view.observer() + ", only "
        + String.join(", ", names);
  }

  private static StatusView about(StatusView view, StatusView.Node node) {
    return new StatusView(
        view.version(),
        view.cluster(),
        view.observer(),
        view.verdict(),
        view.leader(),
        view.term(),
        view.electors(),
        view.maintenance(),
        view.problems().stream().filter(p -> isAbout(p, node.name())).toList(),
        view.groups(),
        List.of(node));
  }

  private static boolean isAbout(StatusView.Problem problem, String node) {
    return problem.node() == null || node.equals(problem.node());
  }
}
