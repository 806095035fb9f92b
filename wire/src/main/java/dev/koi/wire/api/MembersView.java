package dev.koi.wire.api;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who keeps the store: {@code koi member list -o json}.
 *
 * @param version of this format: {@value #VERSION}
 * @param commitIndex through this entry everything is agreed
 * @param warnings each a sentence for a person
 */
@Json
public record MembersView(
    int version, long term, long commitIndex, List<Member> members, List<String> warnings) {

  public static final int VERSION = 1;

  /** Checks and copies. */
  public MembersView {
    Checks.version(version, VERSION);
    members = Checks.list(members, "members");
    warnings = Checks.list(warnings, "warnings");
  }

  /** What a member does. */
  public enum Role {
    LEADER("leader"),
    VOTER("voter"),
    /** Gets everything and has no vote. */
    LEARNER("learner");

    private final String word;

    Role(String word) {
      this.word = word;
    }

    /** As written in JSON and shown. */
    public String word() {
      return word;
    }
  }

  /**
   * One member.
   *
   * @param name null when the node was never heard
   * @param id its UUID
   * @param matchIndex through this entry its log is known to be the leader's; null: not known yet
   * @param behind how many entries are missing there; null: not known yet
   * @param heardMillis how long ago the leader heard it; null: never, or it is the leader
   */
  @Json
  public record Member(
      @Nullable String name,
      String id,
      Role role,
      @Nullable Long matchIndex,
      @Nullable Long behind,
      @Nullable Long heardMillis) {

    public Member {
      Checks.present(id, "id");
      Checks.present(role, "role");
    }
  }
}
