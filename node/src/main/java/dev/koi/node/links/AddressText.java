package dev.koi.node.links;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Addresses as they are written in cluster.transport; of IPv6 the short form (RFC 5952). */
public final class AddressText {

  private static final int GROUPS = 8;

  private AddressText() {}

  /** Such as {@code 10.0.0.1:42012} and {@code [fd00::1]:42012}. */
  public static String of(InetSocketAddress address) {
    InetAddress host = address.getAddress();
    String text = of(host);
    return (host instanceof Inet6Address ? "[" + text + "]" : text) + ":" + address.getPort();
  }

  /** Without a port. */
  public static String of(InetAddress address) {
    String text = address.getHostAddress();
    if (!(address instanceof Inet6Address)) {
      return text;
    }
    int percent = text.indexOf('%');
    String zone = percent < 0 ? "" : text.substring(percent);
    return shortened((percent < 0 ? text : text.substring(0, percent)).split(":")) + zone;
  }

  /** The longest run of zeros is left out, of equal ones the first, a single one never. */
  private static String shortened(String[] groups) {
    int begin = 0;
    int length = 1;
    int run = 0;
    for (int i = 0; i < GROUPS; i++) {
      run = groups[i].equals("0") ? run + 1 : 0;
      if (run > length) {
        length = run;
        begin = i + 1 - run;
      }
    }
    if (length == 1) {
      return String.join(":", groups);
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < begin; i++) {
      text.append(groups[i]).append(i + 1 < begin ? ":" : "");
    }
    text.append("::");
    for (int i = begin + length; i < GROUPS; i++) {
      text.append(groups[i]).append(i + 1 < GROUPS ? ":" : "");
    }
    return text.toString();
  }
}
