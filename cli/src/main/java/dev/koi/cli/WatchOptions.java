package dev.koi.cli;

import picocli.CommandLine.Option;

/** The option of commands that can be looked at for longer. */
final class WatchOptions {

  private final Options options;

  WatchOptions(Options options) {
    this.options = options;
  }

  @Option(
      names = {"-w", "--watch"},
      description = {
        "Look again every second until Ctrl-C.",
        "On a terminal it is redrawn; elsewhere each change is printed."
      })
  void watch(boolean on) {
    if (on) {
      options.flag("-w");
    }
  }
}
