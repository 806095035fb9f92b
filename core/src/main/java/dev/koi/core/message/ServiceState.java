package dev.koi.core.message;

/** Where a service is, in the words of the original. */
public enum ServiceState {
  FAILED("Failed"),
  FAILING("Failing"),
  STOPPED("Stopped"),
  STOPPING("Stopping"),
  STARTING("Starting"),
  STARTED("Started"),
  DEMOTING("Demoting"),
  PROMOTING("Promoting"),
  PROMOTED("Promoted");

  private final String word;

  ServiceState(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }
}
