package dev.koi.cli;

import dev.koi.wire.config.Configuration.Endpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** From names to addresses, without waiting long for name servers, which may be what is down. */
final class Names {

  private Names() {}

  /**
   * The addresses behind these, without multicast groups.
   *
   * @param nodePort addresses of this machine with this port are left out; null: none is
   * @param time for each name
   * @param trace is told what cannot be resolved
   */
  static List<InetSocketAddress> resolve(
      List<Endpoint> endpoints, @Nullable Integer nodePort, Duration time, Consumer<String> trace) {
    Set<InetSocketAddress> found = new LinkedHashSet<>();
    for (Endpoint endpoint : endpoints) {
      for (InetAddress address : lookUp(endpoint.host(), time, trace)) {
        boolean ours = nodePort != null && nodePort == endpoint.port() && isOurs(address);
        if (!ours && !address.isMulticastAddress()) {
          found.add(new InetSocketAddress(address, endpoint.port()));
        }
      }
    }
    return List.copyOf(found);
  }

  /** The JDK's look-up has no time-out; a thread of its own can be left alone with it. */
  private static List<InetAddress> lookUp(String host, Duration time, Consumer<String> trace) {
    FutureTask<InetAddress[]> task = new FutureTask<>(() -> InetAddress.getAllByName(host));
    Thread.ofPlatform().daemon().name("koi-name").start(task);
    try {
      return List.of(task.get(time.toNanos(), TimeUnit.NANOSECONDS));
    } catch (ExecutionException e) {
      boolean unknown = e.getCause() instanceof UnknownHostException;
      trace.accept(host + " cannot be resolved" + (unknown ? "" : ": " + e.getCause()));
    } catch (TimeoutException _) {
      trace.accept(host + " cannot be resolved: no name server answers");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return List.of();
  }

  private static boolean isOurs(InetAddress address) {
    try {
      return NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException _) {
      return false; // then it is asked, and as the daemon is down nobody answers there
    }
  }
}
