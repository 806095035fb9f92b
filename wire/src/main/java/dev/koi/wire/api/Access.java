package dev.koi.wire.api;

/** Who may give a command on the local socket. */
public enum Access {
  /** Changes nothing: everyone whom the socket's folder lets through. */
  READ,
  /** Changes the cluster: root, and the user that the daemon runs as. */
  ORDER;

  /**
   * Whether the asking process may.
   *
   * @param trusted whether it runs as root or as the daemon's own user
   */
  public boolean allows(boolean trusted) {
    return switch (this) {
      case READ -> true;
      case ORDER -> trusted;
    };
  }
}
