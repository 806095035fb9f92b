package dev.koi.cli;

import dev.koi.wire.api.MembersView;
import dev.koi.wire.api.Response;
import dev.koi.wire.api.StatusView;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An answer without what changes by itself, so that two of them differ only when something has
 * happened: no ages, and no {@code status} that runs every now and then.
 */
final class Calm {

  /** As ages are written, and the blanks that a table puts behind shorter ones. */
  private static final Pattern AGE =
      Pattern.compile("[0-9]+(\\.[0-9])? (ms|s|min|h|d)\\b( [0-9]+ (s|min|h)\\b)?|  +");

  private Calm() {}

  static Response of(Response answer) {
    StatusView view = answer.status();
    MembersView members = answer.members();
    if (members != null) {
      return Response.members(of(members));
    }
    return view == null
        ? answer
        : new Response(
            answer.version(),
            answer.code(),
            answer.message(),
            answer.refusal(),
            answer.more(),
            of(view),
            answer.local(),
            answer.failures(),
            answer.kv(),
            answer.members());
  }

  /** The same of a text that was made of one. */
  static String of(String text) {
    return AGE.matcher(text).replaceAll(" ");
  }

  private static MembersView of(MembersView view) {
    List<MembersView.Member> members =
        view.members().stream()
            .map(m -> new MembersView.Member(m.name(), m.id(), m.role(), m.matchIndex(), m.behind(), null))
            .toList();
    return new MembersView(view.version(), view.term(), view.commitIndex(), members, view.warnings());
  }

  private static StatusView of(StatusView view) {
    return new StatusView(
        view.version(),
        view.cluster(),
        view.observer(),
        view.verdict(),
        view.leader(),
        view.term(),
        view.electors(),
        view.maintenance(),
        view.problems().stream()
            .map(p -> new StatusView.Problem(p.text(), p.node(), null, p.next()))
            .toList(),
        view.groups().stream().map(Calm::of).toList(),
        view.nodes().stream().map(Calm::of).toList());
  }

  private static StatusView.Group of(StatusView.Group group) {
    return new StatusView.Group(
        group.name(),
        group.master(),
        group.epoch(),
        group.phase(),
        null,
        group.manual(),
        null,
        group.candidates());
  }

  private static StatusView.Node of(StatusView.Node node) {
    List<StatusView.Service> services =
        node.services().stream()
            .map(
                s ->
                    new StatusView.Service(
                        s.group(), s.name(), s.state(), unlessStatus(s.action()), s.failed(), s.message()))
            .toList();
    return new StatusView.Node(
        node.name(),
        node.id(),
        node.elector(),
        node.runner(),
        node.state(),
        node.address(),
        node.heardMillis() == null ? null : 0L,
        node.uptimeSeconds() == null ? null : 0L,
        node.version(),
        services,
        List.of());
  }

  private static @Nullable String unlessStatus(@Nullable String action) {
    return "status".equals(action) ? null : action;
  }
}
