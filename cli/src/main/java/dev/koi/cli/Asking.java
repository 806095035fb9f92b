package dev.koi.cli;

import dev.koi.cli.render.FailuresText;
import dev.koi.cli.render.LocalText;
import dev.koi.cli.render.Look;
import dev.koi.cli.render.MembersText;
import dev.koi.cli.render.StatusText;
import dev.koi.cli.render.TreeText;
import dev.koi.cli.render.Words;
import dev.koi.wire.api.ApiJson;
import dev.koi.wire.api.Command;
import dev.koi.wire.api.ExitCode;
import dev.koi.wire.api.FailuresView;
import dev.koi.wire.api.KvRequest;
import dev.koi.wire.api.LocalView;
import dev.koi.wire.api.MembersView;
import dev.koi.wire.api.Refusal;
import dev.koi.wire.api.Request;
import dev.koi.wire.api.Response;
import dev.koi.wire.api.StatusView;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Asks the daemon and prints what it says. */
final class Asking {

  /** Beyond the time that the daemon was given, for the way there and back. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  /** For an order without --timeout: the daemon knows the scripts' budget and answers in time. */
  private static final Duration DAEMON_DECIDES = Duration.ofHours(1);

  private final World world;
  private final QuickLine line;
  private final Options options;

  Asking(World world, QuickLine line) {
    this.world = world;
    this.line = line;
    this.options = line.options();
  }

  /** Returns the exit code. */
  int run() {
    if (options.watch) {
      return Watch.forEver(world, line);
    }
    if (line.command().isAboutKeys()) {
      return new Keys(world, line, this).run();
    }
    if (line.command() == Command.MEMBER_REMOVE) {
      String question = "remove " + line.node() + " from the members that keep the store?";
      Response refusal = Consent.refusal(question, options, world);
      if (refusal != null) {
        return print(refusal);
      }
    }
    return print(answer());
  }

  /** Asks, and takes what is wrong with the question for an answer too. */
  Response answer() {
    try {
      Duration timeout = options.timeout == null ? Duration.ZERO : options.timeout;
      boolean switches = line.command().switches();
      return answer(
          new Request(
              Request.VERSION,
              line.command(),
              switches ? null : line.node(),
              null,
              options.reason,
              options.force,
              options.noWait,
              timeout.toMillis(),
              switches ? onOrOff(line.node()) : null,
              null));
    } catch (IllegalArgumentException e) {
      return Response.refused(Refusal.MALFORMED, String.valueOf(e.getMessage()));
    }
  }

  private static boolean onOrOff(@Nullable String word) {
    return switch (word) {
      case "on" -> true;
      case "off" -> false;
      case null, default ->
          throw new IllegalArgumentException("maintenance is on or off, not '" + word + "'");
    };
  }

  /** The question about keys, with what the options say. */
  Request about(KvRequest kv) {
    Duration timeout = options.timeout == null ? Duration.ZERO : options.timeout;
    return new Request(
        Request.VERSION,
        line.command(),
        null,
        null,
        options.reason,
        options.force,
        options.noWait,
        timeout.toMillis(),
        null,
        kv);
  }

  /** Asks this, and takes whatever is in the way for an answer. */
  Response answer(Request request) {
    String host = options.host;
    if (host != null) {
      return afar().named(host, request, patience(request));
    }
    if (options.port != null || options.secret != null || options.cluster != null) {
      return Response.refused(
          Refusal.MALFORMED, "-p, --secret and --id ask from afar: name the node with -H");
    }
    SocketPlace place;
    try {
      place = SocketPlace.find(options.files);
    } catch (IOException e) {
      return Response.refused(Refusal.FAILED, String.valueOf(e.getMessage()));
    }
    trace("socket " + place.socket() + " (" + place.source() + ")");
    Daemon daemon = new Daemon(place.socket(), this::trace);
    try {
      Response response = daemon.ask(request, patience(request), this::progress);
      if (response.refusal() == Refusal.UNREACHABLE) {
        throw new Daemon.Unreachable(String.valueOf(response.message()), true); // it stops just now
      }
      return response;
    } catch (Daemon.Unreachable e) {
      return withoutDaemon(request, place, e);
    }
  }

  /** The others may know. An order that the daemon here took is not given a second time. */
  private Response withoutDaemon(Request request, SocketPlace place, Daemon.Unreachable why) {
    String here =
        "no koinode answers on %s (%s): %s"
            .formatted(place.socket(), place.source(), why.getMessage());
    boolean taken = why.wasAsked() && !request.mayBeRepeated();
    if (!taken && !request.isAboutTheAskedNode()) {
      try {
        Response other = afar().others(place.files(), request, patience(request), here);
        if (other != null) {
          return other;
        }
      } catch (IOException e) {
        here += "\nthe other nodes were not asked: " + Problems.of(e);
      }
    }
    String next = why.wasAsked() ? afterSilence(request) : place.nextStep();
    return Response.refused(Refusal.UNREACHABLE, here + "\nnext: " + next);
  }

  private AskingAfar afar() {
    return new AskingAfar(world, options, this::trace);
  }

  private static String afterSilence(Request request) {
    String look = "look at the daemon's log, whether it runs at all";
    return request.command().changesTheCluster() ? look + "; the order may still be done" : look;
  }

  /**
   * A question is answered at once; -t and --timeout mean the same for it. Only of the store the daemon
   * itself waits so long for an answer, and says then what is missing.
   */
  private Duration patience(Request request) {
    Duration timeout = options.timeout;
    Command command = request.command();
    if (!command.changesTheCluster()) {
      boolean store = command.isAboutKeys() || command.isAboutMembers();
      Duration reach = timeout == null ? options.reach : store ? timeout.plus(GRACE) : timeout;
      return command == Command.KV_WATCH ? Keys.LONGEST_WATCH.plus(reach) : reach;
    }
    if (options.noWait) {
      return options.reach;
    }
    return timeout == null ? DAEMON_DECIDES : timeout.plus(GRACE);
  }

  private void progress(Response response) {
    if (options.format == Options.Format.JSON) {
      world.out().println(ApiJson.write(response));
    } else if (response.message() != null) {
      world.out().println(Words.lines(response.message()));
    }
  }

  /** Prints an answer and returns the exit code. */
  int print(Response response) {
    StatusView status = response.status();
    LocalView local = response.local();
    FailuresView failures = response.failures();
    MembersView members = response.members();
    if (status != null) {
      return print(status, response);
    }
    if (options.format == Options.Format.JSON) {
      world.out().println(json(response));
    } else if (local != null) {
      world.out().print(LocalText.render(local, look()));
    } else if (failures != null) {
      world.out().print(FailuresText.render(failures, look()));
    } else if (members != null) {
      world.out().print(MembersText.render(members, look()));
    } else {
      say(response);
    }
    return response.code();
  }

  private static String json(Response response) {
    if (response.local() != null) {
      return ApiJson.write(response.local());
    }
    if (response.members() != null) {
      return ApiJson.write(response.members());
    }
    return response.failures() == null
        ? ApiJson.write(response)
        : ApiJson.write(response.failures());
  }

  private int print(StatusView whole, Response response) {
    StatusView view = whole;
    String node = line.node();
    if (node != null) {
      StatusView part = Part.of(whole, node);
      if (part == null) {
        return print(Response.refused(Refusal.UNKNOWN_NODE, Part.unknown(whole, node)));
      }
      view = part;
    }
    if (options.format == Options.Format.JSON) {
      world.out().println(ApiJson.write(view));
    } else if (line.tree()) {
      world.out().print(TreeText.render(view, treeLook()));
    } else {
      world.out().print(StatusText.render(view, look()));
    }
    return line.tree() ? ExitCode.DONE : response.code();
  }

  private void say(Response response) {
    @Nullable String message = response.message();
    String text = Words.lines(message == null ? "exit code " + response.code() : message);
    if (response.code() == ExitCode.DONE) {
      world.out().println(text);
    } else {
      String verb = line.tree() ? "tree" : line.command().word();
      world.err().println("koi " + verb + ": " + text);
    }
  }

  private Look look() {
    Boolean wish = options.colour;
    boolean colour = wish == null ? world.likesColour() : wish;
    return new Look(Instant.now(), world.width(), colour, options.format == Options.Format.WIDE);
  }

  /** The original's users read the tree with programs: only a terminal cuts its names. */
  private Look treeLook() {
    return world.terminal() ? look() : look().unlimited();
  }

  private void trace(String text) {
    if (options.debug) {
      world.err().println(text);
    }
  }
}
