package dev.koi.sim;

import dev.koi.node.daemon.Transport;
import dev.koi.node.port.Datagrams;
import dev.koi.node.port.Event;
import dev.koi.node.port.Names;
import dev.koi.wire.config.Configuration.Endpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** Links between all machines: one for each network and direction, each with weather of its own. */
final class SimNetwork {

  private static final int PORT = 42012;

  private final Scene scene;
  private final Chance chance;
  private final IntFunction<SimNode> nodes;
  private final int size;
  private final Map<InetSocketAddress, Place> places = new HashMap<>();
  private final InetSocketAddress[][] addresses;
  private final Link[] links;

  SimNetwork(Scene scene, Chance chance, IntFunction<SimNode> nodes) {
    this.scene = scene;
    this.chance = chance;
    this.nodes = nodes;
    size = scene.shape().machines().size();
    int networks = scene.shape().networks();
    addresses = new InetSocketAddress[networks][size];
    links = new Link[networks * size * size];
    Arrays.setAll(links, _ -> new Link());
    for (int network = 0; network < networks; network++) {
      for (int node = 0; node < size; node++) {
        InetSocketAddress address = address(network, node);
        addresses[network][node] = address;
        places.put(address, new Place(network, node));
      }
    }
    heal();
  }

  /**
   * How one direction of a link is.
   *
   * @param delay the least, in nanoseconds
   * @param jitter what is added at most, in nanoseconds: more than the gap between two datagrams
   *     reorders them
   */
  record Weather(long delay, long jitter, double loss, double duplication) {}

  /** Every address of every machine, as koi.conf lists them: one's own too. */
  List<InetSocketAddress> transport() {
    List<InetSocketAddress> all = new ArrayList<>();
    for (InetSocketAddress[] network : addresses) {
      all.addAll(Arrays.asList(network));
    }
    return all;
  }

  /** How koi.conf tells a machine where the others are: by addresses, or by their names. */
  Transport places() {
    if (!scene.shape().named()) {
      return new Transport(PORT, transport(), List.of());
    }
    List<Endpoint> hosts = new ArrayList<>();
    for (Shape.Machine machine : scene.shape().machines()) {
      hosts.add(new Endpoint(machine.name(), PORT));
    }
    return new Transport(PORT, List.of(), hosts);
  }

  /** A name server that now and then is slow, and now and then does not answer. */
  Names names(Life asker) {
    return host -> {
      long nanos = chance.once(0.9) ? chance.micros(100, 20_000) : chance.anyMillis(1, 5_000);
      Event.Resolved answer = chance.once(0.2) ? unanswered(host) : found(host);
      scene.timeline().after(nanos, () -> asker.deliver(answer));
    };
  }

  private static Event.Resolved unanswered(String host) {
    return new Event.Resolved(host, List.of(), "the name server does not answer");
  }

  private Event.Resolved found(String host) {
    List<InetAddress> found = new ArrayList<>();
    for (int node = 0; node < size; node++) {
      if (scene.shape().machines().get(node).name().equals(host)) {
        for (InetSocketAddress[] network : addresses) {
          found.add(network[node].getAddress());
        }
      }
    }
    return new Event.Resolved(host, found, found.isEmpty() ? "it is unknown" : null);
  }

  Datagrams door(int from) {
    return (to, datagram) -> send(from, to, datagram);
  }

  /** Cuts one direction between two machines on some networks. */
  void cut(int from, int to, int network, boolean isCut) {
    link(network, from, to).cuts += isCut ? 1 : -1;
  }

  /** Storms, or another kind of weather, on every link, as it is drawn. */
  void worsen(Chance drawn) {
    for (Link link : links) {
      if (drawn.once(0.6)) {
        long delay = drawn.anyMillis(1, 60);
        double loss = drawn.once(0.5) ? drawn.between(0, 30) / 100.0 : 0;
        double duplication = drawn.between(0, 10) / 100.0;
        link.weather = new Weather(delay, drawn.anyMillis(1, 80), loss, duplication);
      }
    }
  }

  void clear() {
    for (Link link : links) {
      link.weather = new Weather(chance.micros(50, 500), chance.micros(20, 300), 0, 0);
    }
  }

  /** Ends all cuts and all weather. */
  void heal() {
    clear();
    for (Link link : links) {
      link.cuts = 0;
    }
  }

  private void send(int from, InetSocketAddress to, byte[] datagram) {
    Tally tally = scene.tally();
    tally.datagrams++;
    scene.trace().fold(from, "send", to.getPort() * 31L + Arrays.hashCode(datagram));
    Place place = places.get(to);
    if (place == null) {
      scene.oracle().violated(scene.now(), "a datagram to nobody's address: " + to);
      return;
    }
    Link link = link(place.network, from, place.node);
    Weather weather = link.weather;
    if (link.cuts > 0 || chance.once(weather.loss)) {
      tally.lost++;
      return;
    }
    Event.Arrived arrived = new Event.Arrived(addresses[place.network][from], datagram);
    carry(place.node, arrived, travel(weather));
    if (chance.once(weather.duplication)) {
      Event.Arrived again = new Event.Arrived(arrived.from(), datagram.clone());
      // Now and then a copy that some box kept for very long: the replay window's business.
      carry(place.node, again, chance.once(0.05) ? chance.anyMillis(500, 30_000) : travel(weather));
    }
  }

  private void carry(int to, Event.Arrived arrived, long nanos) {
    scene.timeline().after(nanos, () -> nodes.apply(to).arrive(arrived));
  }

  private long travel(Weather weather) {
    return weather.delay + chance.micros(0, weather.jitter / 1_000);
  }

  private Link link(int network, int from, int to) {
    return links[(network * size + from) * size + to];
  }

  private static InetSocketAddress address(int network, int node) {
    byte[] octets = {10, 0, (byte) network, (byte) (node + 1)};
    try {
      return new InetSocketAddress(InetAddress.getByAddress(octets), PORT);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four octets are an address", e);
    }
  }

  private record Place(int network, int node) {}

  /** One direction of one link. */
  private static final class Link {

    private int cuts;
    private Weather weather = new Weather(0, 0, 0, 0);
  }
}
