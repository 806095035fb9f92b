package dev.koi.cli;

import dev.koi.wire.keys.Key;
import dev.koi.wire.keys.KeyFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code koi key new}. */
@Command
final class KeyNew implements Callable<Integer> {

  private final Options options;
  private final World world;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "FILE", description = "Where to; it must not exist yet.")
  private @Nullable Path file;

  @Option(
      names = "--id",
      paramLabel = "NAME",
      description = "The key's name, 1 to 32 letters, digits, dots, dashes (default: today's date).")
  private @Nullable String id;

  KeyNew(Options options, World world) {
    this.options = options;
    this.world = world;
  }

  @Override
  public Integer call() {
    KeyFile key;
    try {
      key = fresh(id == null ? LocalDate.now(ZoneOffset.UTC).toString() : id);
    } catch (IllegalArgumentException e) {
      if (spec == null) {
        throw e;
      }
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    Reply reply = new Reply("koi key new", options, world);
    if (file == null) {
      return reply.done(key.text().strip());
    }
    try {
      key.writeNew(file);
    } catch (IOException e) {
      return reply.failed(Problems.of(e));
    }
    return reply.done("wrote " + file + "; copy it to every node (mode 0600), as cluster.keyfile");
  }

  /** A key that nobody can guess. */
  static KeyFile fresh(String id) {
    byte[] random = new byte[Key.LENGTH];
    new SecureRandom().nextBytes(random);
    return KeyFile.generate(random, id);
  }
}
