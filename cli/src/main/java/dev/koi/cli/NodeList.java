package dev.koi.cli;

import dev.koi.core.name.NodeName;
import dev.koi.wire.config.Configuration.Endpoint;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code koi init --address} says: where the nodes are, and perhaps who. A store is founded by
 * names, and who writes a file on one machine cannot ask the others for theirs; so they are written
 * beside the addresses, and the same line does on every machine. Host names that stand alone are the
 * nodes' names too, since a node is called like its host by default.
 *
 * @param names in order; empty if not all are known
 */
record NodeList(List<Endpoint> endpoints, List<NodeName> names) {

  /** What is wrong with it, in words for the person who typed it. */
  static final class Mistyped extends Exception {

    private static final long serialVersionUID = 1L;

    Mistyped(String text) {
      super(text);
    }

    String text() {
      return String.valueOf(getMessage());
    }
  }

  NodeList {
    endpoints = List.copyOf(endpoints);
    names = List.copyOf(names);
  }

  /**
   * Splits only; whether a host is one is judged with the whole file.
   *
   * @param port of those without one
   */
  static NodeList parse(String list, int port) throws Mistyped {
    List<Endpoint> endpoints = new ArrayList<>();
    Set<NodeName> names = new LinkedHashSet<>();
    boolean all = true;
    boolean written = false;
    for (String entry : list.split("[,; ]+", -1)) {
      if (entry.isEmpty()) {
        continue;
      }
      int sign = entry.indexOf('=');
      Endpoint endpoint = endpoint(entry.substring(sign + 1), port);
      endpoints.add(endpoint);
      written |= sign >= 0;
      NodeName name = sign >= 0 ? name(entry.substring(0, sign)) : called(endpoint.host());
      if (name == null) {
        all = false;
      } else {
        names.add(name);
      }
    }
    if (endpoints.isEmpty()) {
      throw new Mistyped("--address names no node");
    }
    if (written && !all) {
      throw new Mistyped("--address: NAME=ADDRESS for every node, or for none");
    }
    boolean alone = endpoints.size() == 1 && !written; // "localhost" is nobody's name
    return new NodeList(endpoints, all && !alone ? List.copyOf(names) : List.of());
  }

  private static NodeName name(String text) throws Mistyped {
    if (!NodeName.isLegal(text)) {
      throw new Mistyped(
          "--address: a name has 1 to 64 letters, digits, dots, dashes or underscores, not '" + text + "'");
    }
    return new NodeName(text);
  }

  /** The host's name, null if it is an address: those end in a number or hold a colon. */
  private static @Nullable NodeName called(String host) {
    String last = host.substring(host.lastIndexOf('.') + 1);
    boolean number = last.chars().allMatch(c -> c >= '0' && c <= '9');
    return number || !NodeName.isLegal(host) ? null : new NodeName(host);
  }

  private static Endpoint endpoint(String text, int port) throws Mistyped {
    int close = text.indexOf(']');
    if (text.startsWith("[") && close > 1) {
      String rest = text.substring(close + 1);
      return new Endpoint(text.substring(1, close), rest.isEmpty() ? port : port(rest, text));
    }
    int colon = text.indexOf(':');
    boolean hasPort = colon > 0 && colon == text.lastIndexOf(':');
    return hasPort
        ? new Endpoint(text.substring(0, colon), port(text.substring(colon), text))
        : new Endpoint(text, port);
  }

  private static int port(String rest, String text) throws Mistyped {
    try {
      int number = Integer.parseInt(rest.startsWith(":") ? rest.substring(1) : "");
      if (number >= 1 && number <= 65535) {
        return number;
      }
    } catch (NumberFormatException _) {
      // Said below, as for a number that no port has.
    }
    throw new Mistyped("--address: expected HOST, HOST:PORT or [IPV6]:PORT, not '" + text + "'");
  }

  /**
   * Who votes, as {@code --electors} says: names, or how many of the list from its beginning.
   *
   * @param written null: all
   * @param self counts if it is the only node
   * @return empty if their names are not known
   */
  List<NodeName> electors(@Nullable String written, NodeName self) throws Mistyped {
    List<NodeName> known = names.isEmpty() && endpoints.size() == 1 ? List.of(self) : names;
    if (!known.isEmpty() && !known.contains(self)) {
      throw new Mistyped(
          "this node is called " + self + ", and --address names no such node (--name says another name;"
              + " NAME=ADDRESS names a node)");
    }
    if (written == null) {
      return known;
    }
    Integer count = number(written);
    if (count == null) {
      return listed(written, names);
    }
    if (count < 1) {
      throw new Mistyped("--electors must be 1 at least");
    }
    if (!known.isEmpty() && count > known.size()) {
      throw new Mistyped("--electors " + count + ": --address names only " + known.size());
    }
    return known.isEmpty() ? known : known.subList(0, count);
  }

  /** How many vote where there is no store. */
  int count(@Nullable String written) {
    Integer count = written == null ? null : number(written);
    if (written != null && count == null) {
      return written.split("[,; ]+").length;
    }
    return count == null ? names.isEmpty() ? endpoints.size() : names.size() : count;
  }

  private static List<NodeName> listed(String written, List<NodeName> known) throws Mistyped {
    Set<NodeName> electors = new LinkedHashSet<>();
    for (String text : written.split("[,; ]+", -1)) {
      if (!NodeName.isLegal(text)) {
        throw new Mistyped("--electors takes a number or names of nodes, not '" + written + "'");
      }
      NodeName elector = new NodeName(text);
      if (!known.isEmpty() && !known.contains(elector)) {
        throw new Mistyped("--electors: --address names no node " + elector);
      }
      electors.add(elector);
    }
    return List.copyOf(electors);
  }

  private static @Nullable Integer number(String text) {
    boolean digits = !text.isEmpty() && text.length() < 6 && text.chars().allMatch(Character::isDigit);
    return digits ? (Integer) Integer.parseInt(text) : null;
  }
}
