package dev.koi.core.elector;

import dev.koi.core.agreed.Change;
import dev.koi.core.reason.ElectorReason;
import java.util.List;

/**
 * What a leader decided.
 *
 * @param changes to propose, at most one for each group; once committed it decides again
 * @param reasons one for each change, and one for each group that waits
 */
public record Decision(List<Change> changes, List<ElectorReason> reasons) {

  public Decision {
    changes = List.copyOf(changes);
    reasons = List.copyOf(reasons);
  }
}
