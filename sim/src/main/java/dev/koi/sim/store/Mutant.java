package dev.koi.sim.store;

import java.util.List;

/**
 * A mistake that a good programmer could make, as edits of the source. The simulation is worth what it
 * finds of them.
 *
 * @param name as people call it
 * @param file below the root of the checkout
 */
record Mutant(String name, String file, List<Edit> edits) {

  /** Each occurrence of one text becomes another; there must be one at least. */
  record Edit(String from, String to) {}

  private static final String RAFT = "core/src/main/java/dev/koi/core/raft/";

  static final List<Mutant> ALL =
      List.of(
          of("vote-counted-twice", RAFT + "Elections.java", "votes++;", "votes += 2;"),
          of(
              "vote-not-persisted",
              RAFT + "Turn.java",
              "writes.add(new Write.Vote(ballot));",
              "writes.add(new Write.Vote(new Ballot(ballot.term(), null)));"),
          of(
              "term-not-persisted",
              RAFT + "Turn.java",
              "writes.add(new Write.Vote(ballot));",
              "writes.add(new Write.Vote("
                  + "ballot.vote() == null ? new Ballot(ballot.term() - 1, null) : ballot));"),
          of(
              "reply-before-fsync",
              RAFT + "Following.java",
              "return Math.min(turn.disk.safe(), matched(turn));",
              "return matched(turn);"),
          of(
              "older-term-committed-by-counting",
              RAFT + "Leading.java",
              "agreed > turn.commit && turn.log.term(agreed) == turn.ballot.term()",
              "agreed > turn.commit"),
          of(
              "stale-read-without-a-round",
              RAFT + "Leading.java",
              "reads.ready(confirmed, turn.commit)",
              "reads.ready(Long.MAX_VALUE, turn.commit)"),
          of(
              "follower-keeps-conflicting-tail",
              RAFT + "Following.java",
              "turn.truncate(after);",
              "return;"),
          new Mutant(
              "snapshot-loses-last-entry",
              "node/src/main/java/dev/koi/node/consensus/ReplicatedState.java",
              List.of(
                  new Edit(
                      "private Store store = new Store();",
                      "private Store store = new Store(); private Store before = new Store();"),
                  new Edit(
                      "public Outcome apply(long index, Bytes command) {",
                      "public Outcome apply(long index, Bytes command) { before = store.copy();"),
                  new Edit("new Image(store.copy(), agreed)", "new Image(before, agreed)"))),
          of(
              "check-quorum-off",
              RAFT + "Leading.java",
              "peer == null ? now : peer.signs().heard().monotonic()",
              "now"),
          of(
              "learner-counted",
              RAFT + "Leading.java",
              "turn.members().voters(),",
              "java.util.stream.Stream.concat(turn.members().voters().stream(),"
                  + " turn.members().learners().stream()).toList(),"),
          of(
              "change-before-last-committed",
              RAFT + "MembershipChange.java",
              "turn.configurations.since() > turn.commit",
              "turn.configurations.since() < 0"),
          of(
              "zeros-at-the-end-taken-for-damage",
              "wire/src/main/java/dev/koi/wire/journal/Scan.java",
              "return file.limit() - place < bytes || written - place < bytes;",
              "return file.limit() - place < bytes;"),
          new Mutant(
              "pre-candidate-never-cleared",
              RAFT + "Following.java",
              List.of(
                  new Edit(
                      "static void hear(Turn turn, long term, MemberId leader) {",
                      "static void hear(Turn turn, long term, MemberId leader) {"
                          + " if (blip(turn, term)) return;"),
                  new Edit(
                      "static void append(Turn turn, MemberId leader, RaftMessage.Append append) {",
                      "static boolean blip(Turn turn, long term) {"
                          + " return turn.role instanceof Role.PreCandidate && term == turn.ballot.term(); }"
                          + " static void append(Turn turn, MemberId leader, RaftMessage.Append append) {"
                          + " if (blip(turn, turn.ballot.term())) return;"))));

  private static Mutant of(String name, String file, String from, String to) {
    return new Mutant(name, file, List.of(new Edit(from, to)));
  }

  /**
   * The source with the mistake in it.
   *
   * @throws IllegalArgumentException if the source has changed, so that the mistake cannot be made
   */
  String made(String source) {
    String made = source;
    for (Edit edit : edits) {
      if (!made.contains(edit.from())) {
        throw new IllegalArgumentException(file + " has no \"" + edit.from() + "\" any more: " + name);
      }
      made = made.replace(edit.from(), edit.to());
    }
    return made;
  }
}
