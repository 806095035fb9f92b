package dev.koi.cli;

import dev.koi.wire.api.ApiJson;
import dev.koi.wire.api.ExitCode;
import dev.koi.wire.api.Refusal;
import dev.koi.wire.api.Response;

/** How commands that need no daemon say how they ended: a text, or with -o json a {@link Response}. */
record Reply(String command, Options options, World world) {

  /** Prints what was done and returns the exit code. */
  int done(String text) {
    boolean json = options.format == Options.Format.JSON;
    world.out().println(json ? ApiJson.write(Response.done(text)) : text);
    return ExitCode.DONE;
  }

  /** Prints what went wrong and returns the exit code. */
  int failed(String text) {
    if (options.format == Options.Format.JSON) {
      world.out().println(ApiJson.write(Response.refused(Refusal.FAILED, text)));
    } else {
      world.err().println(command + ": " + text);
    }
    return ExitCode.FAILED;
  }
}
