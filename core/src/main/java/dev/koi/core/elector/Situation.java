package dev.koi.core.elector;

import dev.koi.core.agreed.Agreed;
import dev.koi.core.heard.Heard;
import dev.koi.core.heard.Peer;
import dev.koi.core.time.Moment;

/**
 * All that a decision looks at.
 *
 * @param everyone whether every configured address has been heard
 */
public record Situation(
    ElectorSettings settings,
    Agreed agreed,
    Heard heard,
    Leadership leadership,
    boolean everyone,
    Moment now) {

  /** Electors that follow this leader, itself included. */
  int followers() {
    int followers = 0;
    for (Peer peer : heard.freshElectors(now, settings.patience())) {
      boolean follows = settings.self().equals(peer.heartbeat().claim().leader(peer.id()));
      followers += follows ? 1 : 0;
    }
    return followers;
  }
}
