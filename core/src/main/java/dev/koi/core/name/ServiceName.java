package dev.koi.core.name;

/**
 * A service's name without its priority: {@code server} for the folder {@code 99-server}. Any text
 * without a period, as in the original.
 */
public record ServiceName(String text) implements Comparable<ServiceName> {

  public ServiceName {
    if (text.isEmpty() || text.indexOf('.') >= 0 || text.indexOf('/') >= 0) {
      throw new IllegalArgumentException("not a service name: " + text);
    }
  }

  @Override
  public int compareTo(ServiceName other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
