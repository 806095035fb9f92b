package dev.koi.core.reason;

import dev.koi.core.name.NodeName;
import java.util.Collection;
import java.util.stream.Collectors;

/** What the reasons of a founding are in English. */
final class FoundingWords {

  private FoundingWords() {}

  static String say(FoundingReason reason) {
    return switch (reason) {
      case FoundingReason.Founded f ->
          "store " + f.cluster() + " founded by electors " + list(f.founders());
      case FoundingReason.Joining j ->
          "joining store " + j.cluster() + " as a learner: this node's own is empty";
      case FoundingReason.Missing m ->
          "the store is founded once all listed electors are heard, and run with"
              + " cluster.electors: " + list(m.names()) + (m.names().size() == 1 ? " is" : " are")
              + " missing";
      case FoundingReason.NotYetAgreed n ->
          "the store is founded once all electors list the same: elector " + n.other()
              + " does not, or not yet";
      case FoundingReason.NamedTwice n ->
          "the store is not founded: two nodes are called " + n.name();
      case FoundingReason.NotListed _ ->
          "this elector is not in cluster.electors, and no store is heard that it could join";
      case FoundingReason.TwoClusters t ->
          "electors of two stores are heard, " + t.one() + " and " + t.other()
              + ": this one joins neither";
    };
  }

  private static String list(Collection<NodeName> names) {
    return names.stream().map(NodeName::text).collect(Collectors.joining(", "));
  }
}
