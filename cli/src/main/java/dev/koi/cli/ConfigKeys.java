package dev.koi.cli;

import dev.koi.cli.render.ConfigText;
import dev.koi.cli.render.Look;
import dev.koi.wire.api.ApiJson;
import dev.koi.wire.api.ConfigView;
import dev.koi.wire.api.ExitCode;
import dev.koi.wire.config.KeyBook;
import dev.koi.wire.config.KeyChange;
import dev.koi.wire.config.KeyRow;
import dev.koi.wire.config.Loader;
import dev.koi.wire.config.Problem;
import dev.koi.wire.config.Severity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code koi config list}, {@code get} and {@code set}. */
final class ConfigKeys {

  private ConfigKeys() {}

  /** {@code koi config list}. */
  @Command
  record ListAll(Options options, World world) implements Callable<Integer> {

    @Override
    public Integer call() {
      Reply reply = new Reply("koi config list", options, world);
      List<Path> files = files(options);
      if (files.isEmpty()) {
        return reply.failed(NO_FILE);
      }
      KeyBook book = KeyBook.read(files);
      if (!book.mistakes().isEmpty()) {
        return reply.failed(String.join("\n", book.mistakes()));
      }
      List<Problem> problems = Loader.load(files).problems();
      if (options.format == Options.Format.JSON) {
        world.out().println(json(book.rows().stream().map(row -> key(row, true)).toList(), problems));
        return ExitCode.DONE;
      }
      Look look = new Look(Instant.now(), world.width(), colour(options, world), wide(options));
      world.out().print(ConfigText.render(book.rows(), look));
      long errors = problems.stream().filter(p -> p.severity() == Severity.ERROR).count();
      if (errors > 0) {
        world.err().println("no node starts with it: 'koi config check' explains");
      }
      return ExitCode.DONE;
    }
  }

  /** {@code koi config get}. */
  @Command
  static final class Get implements Callable<Integer> {

    private final Options options;
    private final World world;

    @Parameters(index = "0", paramLabel = "KEY", description = "Such as node.port or group.NAME.prefer.")
    private String key = "";

    Get(Options options, World world) {
      this.options = options;
      this.world = world;
    }

    @Override
    public Integer call() {
      Reply reply = new Reply("koi config get", options, world);
      List<Path> files = files(options);
      if (files.isEmpty()) {
        return reply.failed(NO_FILE);
      }
      KeyBook book = KeyBook.read(files);
      if (!book.mistakes().isEmpty()) {
        return reply.failed(String.join("\n", book.mistakes()));
      }
      try {
        KeyRow row = book.row(key);
        if (options.format == Options.Format.JSON) {
          world.out().println(json(List.of(key(row, false)), Loader.load(files).problems()));
          return ExitCode.DONE;
        }
        String value = row.value();
        if (value == null) {
          return reply.failed(key + " is not written; without it holds: " + row.note());
        }
        world.out().println(value);
        return ExitCode.DONE;
      } catch (KeyChange.Refused e) {
        return reply.failed(String.valueOf(e.getMessage()));
      }
    }
  }

  /** {@code koi config set}. */
  @Command
  static final class Change implements Callable<Integer> {

    private final Options options;
    private final World world;

    @Parameters(index = "0", paramLabel = "KEY", description = "Such as node.port or group.NAME.prefer.")
    private String key = "";

    @Parameters(index = "1", paramLabel = "VALUE", description = "Without the quotes of the file.")
    private String value = "";

    Change(Options options, World world) {
      this.options = options;
      this.world = world;
    }

    @Override
    public Integer call() {
      Reply reply = new Reply("koi config set", options, world);
      KeyBook book = KeyBook.read(files(options));
      try {
        KeyChange change = book.set(key, value);
        String place = change.file() + ":" + change.line() + ": " + key;
        if (change.text().equals(change.expected())) {
          return reply.done(place + " is so already");
        }
        Swap.write(change);
        change.problems().forEach(world.err()::println);
        String before = book.row(key).secret() ? "" : was(change.before());
        return reply.done(place + " is set" + before + "\nnext: koi reconfigure, if a node runs with it");
      } catch (KeyChange.Refused e) {
        return reply.failed(String.valueOf(e.getMessage()));
      } catch (IOException e) {
        return reply.failed(Problems.of(e));
      }
    }

    private static String was(@Nullable String before) {
      return before == null ? "" : ", it was " + (before.isEmpty() ? "empty" : before);
    }
  }

  static final String NO_FILE =
      "no koi.conf here or in /etc/koi: name one with -f, or write one with 'koi init'";

  static List<Path> files(Options options) {
    return options.files.isEmpty() ? Loader.defaultFiles() : options.files;
  }

  /** One line of JSON. */
  static String json(List<ConfigView.Key> keys, List<Problem> problems, String... bounds) {
    boolean valid = problems.stream().noneMatch(p -> p.severity() == Severity.ERROR);
    List<ConfigView.Problem> told =
        problems.stream()
            .map(
                p ->
                    new ConfigView.Problem(
                        p.severity().toString(), p.file(), p.line(), p.column(), p.text()))
            .toList();
    return ApiJson.write(
        new ConfigView(ConfigView.VERSION, valid, keys, told, List.of(bounds)));
  }

  private static ConfigView.Key key(KeyRow row, boolean hide) {
    String value = hide && row.secret() ? null : row.value();
    Integer line = row.file() == null ? null : row.line();
    return new ConfigView.Key(
        row.name(), value, row.file(), line, row.note().isEmpty() ? null : row.note());
  }

  private static boolean colour(Options options, World world) {
    Boolean wish = options.colour;
    return wish == null ? world.likesColour() : wish;
  }

  private static boolean wide(Options options) {
    return options.format == Options.Format.WIDE;
  }
}
