package dev.koi.node.real;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The native launcher, compiled once for the tests. */
public final class GuardBinary {

  public static final Path PATH = compile();

  private GuardBinary() {}

  private static Path compile() {
    Path source = Path.of("..", "guard", "koi-guard.c").toAbsolutePath().normalize();
    Path target = Path.of("target", "koi-guard").toAbsolutePath();
    String options = "cc -std=c11 -O2 -Wall -Wextra -Werror -o";
    List<String> command = new ArrayList<>(List.of(options.split(" ", -1)));
    command.add(target.toString());
    command.add(source.toString());
    try {
      Files.createDirectories(target.getParent());
      Process cc = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(cc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (cc.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + " failed:\n" + said);
      }
    } catch (IOException e) {
      throw new IllegalStateException("these tests need a C compiler named cc: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
    return target;
  }
}
