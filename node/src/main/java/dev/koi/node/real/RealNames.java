package dev.koi.node.real;

import dev.koi.node.port.Event;
import dev.koi.node.port.Names;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.Security;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Host names, as the system resolves them: files, DNS, whatever it is set up to ask.
 *
 * <p>Each question has a thread of its own, so that one that waits for a dead name server delays no
 * other. Not a virtual one: the system's resolver is native code, which would hold the carrier of all
 * other adapters for as long as it waits.
 */
public final class RealNames implements Names {

  private final Consumer<Event> inbox;

  public RealNames(Consumer<Event> inbox) {
    this.inbox = inbox;
    // Who asks does so seldom, and then because the last answer may be of no use any more.
    Security.setProperty("networkaddress.cache.ttl", "0");
    Security.setProperty("networkaddress.cache.negative.ttl", "0");
  }

  @Override
  public void resolve(String host) {
    Thread.ofPlatform().name("koi-name").daemon().start(() -> inbox.accept(ask(host)));
  }

  private static Event.Resolved ask(String host) {
    List<InetAddress> addresses;
    try {
      addresses = Arrays.stream(InetAddress.getAllByName(host)).distinct().toList();
    } catch (UnknownHostException e) {
      return new Event.Resolved(host, List.of(), reason(host, e));
    }
    List<InetAddress> nodes =
        addresses.stream().filter(a -> !a.isMulticastAddress() && !a.isAnyLocalAddress()).toList();
    return nodes.isEmpty()
        ? new Event.Resolved(host, List.of(), "no node can have its address " + addresses.getFirst())
        : new Event.Resolved(host, nodes, null);
  }

  /** The JVM puts the name in front: "db-1: Name or service not known". */
  private static String reason(String host, UnknownHostException e) {
    String message = e.getMessage() == null ? "it is unknown" : e.getMessage();
    return message.startsWith(host + ": ") ? message.substring(host.length() + 2) : message;
  }
}
