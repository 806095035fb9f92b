package dev.koi.core.raft;

/** What an entry of the log says. */
public sealed interface Content {

  /** Roughly how many bytes it takes in a message. */
  int bytes();

  /** Nothing: a leader's first entry, which commits all before it (section 5.4.2, and 8 for reads). */
  record NoOp() implements Content {
    @Override
    public int bytes() {
      return 0;
    }
  }

  /** Something for the state machine. */
  record Command(Bytes payload) implements Content {
    @Override
    public int bytes() {
      return payload.size();
    }
  }

  /** Who belongs to the cluster; in force as soon as it is in the log (thesis 4.1). */
  record Configuration(Members members) implements Content {
    @Override
    public int bytes() {
      return members.bytes();
    }
  }
}
