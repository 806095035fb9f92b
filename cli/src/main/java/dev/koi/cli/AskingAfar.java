package dev.koi.cli;

import dev.koi.core.name.NodeId;
import dev.koi.wire.api.ApiJson;
import dev.koi.wire.api.MalformedResponse;
import dev.koi.wire.api.Refusal;
import dev.koi.wire.api.Request;
import dev.koi.wire.api.Response;
import dev.koi.wire.api.StatusView;
import dev.koi.wire.call.Outcome;
import dev.koi.wire.config.Configuration.Endpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks nodes over the network: the one that -H names, or the others when the daemon here is down. */
final class AskingAfar {

  private final World world;
  private final Options options;
  private final Consumer<String> trace;

  AskingAfar(World world, Options options, Consumer<String> trace) {
    this.world = world;
    this.options = options;
    this.trace = trace;
  }

  /** Asks this host. */
  Response named(String host, Request request, Duration patience) {
    try {
      Afar afar = Afar.named(host, options, world);
      List<InetSocketAddress> places = places(afar);
      if (places.isEmpty()) {
        return unreachable(host + " cannot be resolved, or is no node's address");
      }
      return ask(afar, places, request, patience).response();
    } catch (IllegalArgumentException e) {
      return Response.refused(Refusal.MALFORMED, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return Response.refused(Refusal.FAILED, Problems.of(e));
    }
  }

  /**
   * Asks the other nodes of this configuration.
   *
   * @param why the daemon here did not answer
   * @return null if there are no others
   * @throws IOException if they cannot be asked; the message is for a person
   */
  @Nullable Response others(List<Path> files, Request request, Duration patience, String why)
      throws IOException {
    if (files.isEmpty()) {
      return null;
    }
    Afar afar = Afar.others(files);
    List<InetSocketAddress> places = places(afar);
    if (places.isEmpty()) {
      return null;
    }
    Told told = ask(afar, places, request, patience);
    Response response = told.response();
    if (told.by() == null) {
      return unreachable(why + "\n" + response.message());
    }
    world.err().println("koinode here is down (" + why + "), asked " + told.by());
    return response;
  }

  /** An answer, and the name of who gave it; null if nobody did. */
  private record Told(Response response, @Nullable String by) {}

  private List<InetSocketAddress> places(Afar afar) {
    return Names.resolve(afar.places(), afar.nodePort(), options.reach, trace);
  }

  private Told ask(Afar afar, List<InetSocketAddress> places, Request request, Duration patience)
      throws IOException {
    String question = ApiJson.write(request);
    boolean order = !request.mayBeRepeated();
    String all = places.stream().map(AskingAfar::text).collect(Collectors.joining(", "));
    trace.accept(all + " (" + afar.source() + ")");
    trace.accept("> " + question);
    Wire wire = new Wire(afar.cluster(), afar.key().ring(), trace);
    Outcome outcome = wire.ask(new Wire.Task(question, order, places, options.reach, patience));
    String last = order ? "; the order may be done, 'koi status' shows it" : "";
    return switch (outcome) {
      case Outcome.Answered answered -> told(answered);
      case Outcome.Nobody _ -> nobody(all, afar, wire.whyUnsent());
      case Outcome.Silent(InetSocketAddress at) ->
          new Told(unreachable(text(at) + " was asked and did not answer" + last), null);
      case Outcome.BegunAnew(InetSocketAddress at) ->
          new Told(unreachable(text(at) + " was asked, and its daemon began anew" + last), null);
    };
  }

  private Told told(Outcome.Answered answered) {
    trace.accept("< " + answered.line());
    String at = text(answered.at());
    try {
      Response response = ApiJson.response(answered.line());
      return new Told(response, name(response.status(), answered.by(), at));
    } catch (MalformedResponse e) {
      String what = "what answers at " + at + " is no koinode of this version: " + e.getMessage();
      return new Told(unreachable(what), null);
    }
  }

  /** A status tells ids and names; whoever sent it stands there. */
  private static String name(@Nullable StatusView status, NodeId id, String at) {
    if (status != null) {
      for (StatusView.Node node : status.nodes()) {
        if (node.id().equalsIgnoreCase(id.toString())) {
          return node.name() + " (" + at + ")";
        }
      }
    }
    return at;
  }

  private Told nobody(String all, Afar afar, @Nullable String whyUnsent) {
    double seconds = options.reach.toMillis() / 1_000.0;
    String sent = whyUnsent == null ? "" : "; sending failed: " + whyUnsent;
    String what =
        """
        nobody answered in %s s at %s (%s%s)
        next: see whether koinode runs there, and whether --id and --secret (or the key file) are right \
        (to a wrong one every node is silent)\
        """
            .formatted(seconds, all, afar.source(), sent);
    return new Told(unreachable(what), null);
  }

  private static Response unreachable(String why) {
    return Response.refused(Refusal.UNREACHABLE, why);
  }

  private static String text(InetSocketAddress address) {
    return new Endpoint(address.getAddress().getHostAddress(), address.getPort()).text();
  }
}
