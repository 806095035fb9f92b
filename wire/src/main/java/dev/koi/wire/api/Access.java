package dev.koi.wire.api;

/** Who may give a command. */
public enum Access {
  /** Changes nothing: everyone whom the socket's folder lets through, and who has the key. */
  READ,
  /**
   * Changes the cluster: root, and the user that the daemon runs as; from afar who has the
   * cluster's key, as in the original. Whoever can read the key could as well pose as a node.
   */
  ORDER;

  /** How someone came to ask. */
  public enum Asker {
    /** On the local socket, as root or as the daemon's own user. */
    TRUSTED_USER,
    /** On the local socket, as someone else. */
    ANY_USER,
    /** From afar, by datagrams that the cluster's key sealed. */
    KEY_HOLDER,
  }

  /** Whether the asker may. */
  public boolean allows(Asker asker) {
    return switch (this) {
      case READ -> true;
      case ORDER ->
          switch (asker) {
            case TRUSTED_USER, KEY_HOLDER -> true;
            case ANY_USER -> false;
          };
    };
  }
}
