package dev.koi.node.journal;

import java.nio.file.Path;

/**
 * What was safe on the disk is not there any more, or nobody can tell. The member must not go on with the
 * rest: it could give a vote twice, or forget an entry that it helped to agree (SAFETY E1). It may come back
 * as a learner with a new identity.
 */
public final class DamagedJournal extends Exception {

  private static final long serialVersionUID = 1;

  private static final String NEXT =
      ". Remove the folder of the journal: the node then returns as a learner under a new identity.";

  DamagedJournal(Path file, String what) {
    super(file + ": " + what + NEXT);
  }

  DamagedJournal(Path file, long place, String what) {
    super(file + " at byte " + place + ": " + what + NEXT);
  }
}
