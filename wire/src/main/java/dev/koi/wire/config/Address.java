package dev.koi.wire.config;

import java.net.InetAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An entry of an address list, as written. Nothing here asks DNS: a configuration means the same
 * whether or not a name server answers.
 *
 * @param host an IPv4 or IPv6 address without brackets, perhaps with {@code %INTERFACE} behind it,
 *     or a host name
 * @param port null: the default, which another key says
 */
record Address(String host, @Nullable Integer port, boolean multicast) {

  private static final int HIGHEST_PORT = 65535;

  private static final Pattern BRACKETS = Pattern.compile("\\[([^\\[\\]]*)](?::([0-9]{1,6}))?");
  private static final Pattern PLAIN = Pattern.compile("([^:]+)(?::([0-9]{1,6}))?");
  private static final Pattern OCTET = Pattern.compile("0|[1-9][0-9]{0,2}");
  private static final Pattern ZONE = Pattern.compile("[A-Za-z0-9._-]{1,15}");
  private static final Pattern LABEL =
      Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?");

  static Reading<Address> parse(String text) {
    Matcher brackets = BRACKETS.matcher(text);
    if (brackets.matches()) {
      return withPort(ipv6(brackets.group(1)), brackets.group(2), text);
    }
    if (text.indexOf(':') != text.lastIndexOf(':')) {
      return withPort(ipv6(text), null, text);
    }
    Matcher plain = PLAIN.matcher(text);
    if (!plain.matches()) {
      return Reading.expected("an address", text);
    }
    String host = plain.group(1);
    int percent = host.indexOf('%');
    boolean numeric = endsInNumber(percent < 0 ? host : host.substring(0, percent));
    return withPort(numeric ? ipv4(host) : name(host), plain.group(2), text);
  }

  /** What {@link #parse} reads as this address. */
  String text() {
    String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return port == null ? shown : shown + ":" + port;
  }

  private static Reading<Address> withPort(
      Reading<Address> host, @Nullable String digits, String text) {
    return switch (host) {
      case Reading.Bad<Address> bad -> bad;
      case Reading.Good<Address>(Address address) -> {
        if (digits == null) {
          yield host;
        }
        int port = Integer.parseInt(digits);
        yield port < 1 || port > HIGHEST_PORT
            ? Reading.expected("a port from 1 to " + HIGHEST_PORT + " behind the address", text)
            : Reading.good(new Address(address.host, port, address.multicast));
      }
    };
  }

  /** "10.0.0" and "10.0.0.256" are mistyped addresses; as host names they would fail much later. */
  private static boolean endsInNumber(String host) {
    String trimmed = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    String label = trimmed.substring(trimmed.lastIndexOf('.') + 1);
    return label.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static Reading<Address> ipv4(String host) {
    int percent = host.indexOf('%');
    String address = percent < 0 ? host : host.substring(0, percent);
    String[] octets = address.split("\\.", -1);
    boolean sound = octets.length == 4;
    for (String octet : octets) {
      sound = sound && OCTET.matcher(octet).matches() && Integer.parseInt(octet) <= 255;
    }
    if (!sound) {
      return Reading.expected("an IPv4 address: four numbers from 0 to 255", host);
    }
    if (percent >= 0 && !isZone(host, percent)) {
      return Reading.expected("the name of an interface behind '%'", host);
    }
    Reading<Address> read = literal(host, address);
    boolean zoned = percent >= 0;
    return zoned && read instanceof Reading.Good<Address>(Address good) && !good.multicast
        ? Reading.expected("no interface: of IPv4 only a multicast address takes one", host)
        : read;
  }

  private static boolean isZone(String host, int percent) {
    return ZONE.matcher(host.substring(percent + 1)).matches();
  }

  private static Reading<Address> ipv6(String host) {
    int percent = host.indexOf('%');
    String address = percent < 0 ? host : host.substring(0, percent);
    if (percent >= 0 && !isZone(host, percent)) {
      return Reading.expected("the name of an interface behind '%'", host);
    }
    if (address.indexOf(':') < 0) {
      return Reading.expected("an IPv6 address between brackets", host);
    }
    return literal(host, address);
  }

  /** The zone is left out here: whether the interface exists is seen when it is used. */
  private static Reading<Address> literal(String host, String address) {
    InetAddress parsed;
    try {
      parsed = InetAddress.ofLiteral(address);
    } catch (IllegalArgumentException _) {
      return Reading.expected("an IPv6 address", host);
    }
    if (parsed.isAnyLocalAddress()) {
      return Reading.expected("the address of a node", host);
    }
    return Reading.good(new Address(host, null, parsed.isMulticastAddress()));
  }

  private static Reading<Address> name(String host) {
    boolean sound = host.length() <= 253;
    for (String label : host.split("\\.", -1)) {
      sound = sound && LABEL.matcher(label).matches();
    }
    return sound
        ? Reading.good(new Address(host, null, false))
        : Reading.expected("an address or a host name", host);
  }
}
