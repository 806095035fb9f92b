package dev.koi.cli;

import dev.koi.wire.config.InitFile;
import dev.koi.wire.config.InitOptions;
import dev.koi.wire.config.InitOptions.Folders;
import dev.koi.wire.config.Loaded;
import dev.koi.wire.config.Loader;
import dev.koi.wire.config.Problem;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Writes the files that {@code koi init} thought out, each checked before it is there. */
final class NewCluster {

  private final Consumer<String> told;
  private final boolean overwrite;

  NewCluster(Consumer<String> told, boolean overwrite) {
    this.told = told;
    this.overwrite = overwrite;
  }

  /** The folders of a node that has everything below one. */
  static Folders below(Path folder) {
    Path home = folder.toAbsolutePath().normalize();
    return new Folders(
        home.resolve("state").toString(),
        home.resolve("run").toString(),
        home.resolve("services").toString());
  }

  /** A new key in this file, or the one that is there: to replace it would cut off the other nodes. */
  Path keyAt(Path file) throws IOException {
    if (Files.exists(file)) {
      told.accept("took the key in " + file);
      return file;
    }
    makeFolderOf(file);
    KeyNew.fresh(LocalDate.now(ZoneOffset.UTC).toString()).writeNew(file);
    told.accept("wrote " + file + " (0600); every node needs the same");
    return file;
  }

  /**
   * Writes the configuration of one node.
   *
   * @throws IOException if the file is there already, or what it would say is not valid
   */
  void write(Path file, InitOptions options) throws IOException {
    if (Files.exists(file) && !overwrite) {
      throw new FileAlreadyExistsException(file.toString(), null, "exists already; --force overwrites it");
    }
    String text = InitFile.render(options);
    makeFolderOf(file);
    Loaded loaded = Loader.parse(file.toString(), text);
    if (loaded.configuration() == null) {
      throw new IOException(
          "this would not be valid, so nothing was written:\n"
              + loaded.problems().stream().map(Problem::toString).collect(Collectors.joining("\n")));
    }
    replace(file, text, options.secret() instanceof InitOptions.Password);
    told.accept("wrote " + file);
    Path services = Path.of(options.folders().services());
    boolean ours = options.runner() && !options.folders().equals(Folders.standard());
    if (ours && !Files.exists(services)) {
      Files.createDirectories(services);
    }
  }

  /** Aside first: a full disk must not leave half a configuration. */
  private static void replace(Path file, String text, boolean secret) throws IOException {
    String mode = secret ? "rw-------" : "rw-r--r--";
    Path aside = Path.of(file + ".new");
    Files.deleteIfExists(aside);
    Files.createFile(
        aside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode)));
    Files.writeString(aside, text);
    Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void makeFolderOf(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
  }
}
