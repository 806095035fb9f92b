package dev.koi.node.real;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * On which interfaces groups are to be joined, given those that are there.
 *
 * @param wanted in the order of the groups
 * @param complaints groups that were asked for where they cannot be joined, and why
 */
record Memberships(Set<Membership> wanted, List<String> complaints) {

  /**
   * A group on an interface. Another index or IPv4 address makes it another one: with either the
   * kernel would go on receiving where nothing arrives any more.
   *
   * @param by the IPv4 addresses of the interface, by the first of which the kernel finds it; none for
   *     IPv6, which goes by the index
   */
  record Membership(MulticastGroup group, String card, int index, List<InetAddress> by) {}

  /**
   * What a group asks for by name; else every interface that is up and can multicast; the loopback
   * only if there is no other.
   */
  static Memberships of(List<MulticastGroup> groups, List<Card> cards) {
    Set<Membership> wanted = new LinkedHashSet<>();
    List<String> complaints = new ArrayList<>();
    for (MulticastGroup group : groups) {
      if (group.interfaces().isEmpty()) {
        List<Card> able = able(group, cards);
        able.forEach(card -> wanted.add(membership(group, card)));
        if (able.isEmpty()) {
          complaints.add(group.text() + " is joined nowhere: " + nobody(group));
        }
      }
      for (String name : group.sorted()) {
        Optional<Card> card = cards.stream().filter(c -> c.name().equals(name)).findFirst();
        String obstacle = card.isEmpty() ? "there is none" : obstacle(group, card.get());
        if (obstacle == null) {
          wanted.add(membership(group, card.orElseThrow()));
        } else {
          complaints.add(group.text() + " is not joined on " + name + ": " + obstacle);
        }
      }
    }
    return new Memberships(wanted, complaints);
  }

  private static List<Card> able(MulticastGroup group, List<Card> cards) {
    List<Card> fit = cards.stream().filter(card -> obstacle(group, card) == null).toList();
    List<Card> outside = fit.stream().filter(c -> c.multicast() && !c.loopback()).toList();
    return outside.isEmpty() ? fit.stream().filter(Card::loopback).toList() : outside;
  }

  private static @Nullable String obstacle(MulticastGroup group, Card card) {
    if (!card.up()) {
      return "it is down";
    }
    if (!card.multicast() && !card.loopback()) {
      return "it cannot multicast";
    }
    return card.of(group.isIpv6()).isEmpty() ? "it has no " + family(group) + " address" : null;
  }

  private static Membership membership(MulticastGroup group, Card card) {
    List<InetAddress> by = group.isIpv6() ? List.of() : card.of(false);
    return new Membership(group, card.name(), card.index(), by);
  }

  private static String nobody(MulticastGroup group) {
    return "no interface is up, can multicast and has an " + family(group) + " address";
  }

  private static String family(MulticastGroup group) {
    return group.isIpv6() ? "IPv6" : "IPv4";
  }
}
