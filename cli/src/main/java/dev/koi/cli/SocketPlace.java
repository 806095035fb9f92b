package dev.koi.cli;

import dev.koi.wire.config.Loader;
import dev.koi.wire.info.Entry;
import dev.koi.wire.info.InfoText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the daemon's socket is, and who says so.
 *
 * <p>Only {@code node.run_dir} is read: the whole configuration cannot be judged by a user who may
 * not read the key file, and a mistake elsewhere in it is no reason not to see how the cluster is.
 *
 * @param source for people: which file and line, or why the default
 */
record SocketPlace(Path socket, String source, List<Path> files) {

  private static final String NAME = "koi.sock";
  private static final String DEFAULT_FOLDER = "/run/koi";

  /**
   * Looks through the files, of which later ones count more.
   *
   * @param named on the command line; none: where koi.conf is looked for
   * @throws IOException if a file that was named is not there; the message is for a person
   */
  static SocketPlace find(List<Path> named) throws IOException {
    for (Path file : named) {
      if (!Files.exists(file)) {
        throw new NoSuchFileException(file + ": no such file (named by -f)");
      }
    }
    List<Path> files = named.isEmpty() ? Loader.defaultFiles() : named;
    @Nullable Entry found = null;
    for (Path file : files) {
      for (Entry section : InfoText.read(file).entries()) {
        if (section.key().equals("node")) {
          found = lastRunFolder(section, found);
        }
      }
    }
    if (found == null || found.value() == null) {
      return new SocketPlace(
          Path.of(DEFAULT_FOLDER, NAME), "the default of node.run_dir: " + why(files), files);
    }
    return new SocketPlace(
        Path.of(found.value(), NAME), "node.run_dir in " + found.valueAt(), files);
  }

  /** The next step when nobody answers there. */
  String nextStep() {
    Path folder = socket.toAbsolutePath().getParent();
    boolean closedFolder = folder != null && Files.exists(folder) && !Files.isExecutable(folder);
    if (closedFolder || (Files.exists(socket) && !Files.isWritable(socket))) {
      return "it is not open to you: run koi as root or as the daemon's user";
    }
    return files.isEmpty()
        ? "name the configuration with -f, or write one with 'koi init'"
        : "start the daemon with 'koinode -f " + file(files) + "', or name another file with -f";
  }

  private static @Nullable Entry lastRunFolder(Entry section, @Nullable Entry before) {
    @Nullable Entry found = before;
    for (Entry entry : section.children()) {
      if (entry.key().equals("run_dir") && entry.value() != null && !entry.value().isEmpty()) {
        found = entry;
      }
    }
    return found;
  }

  private static String why(List<Path> files) {
    for (Path file : files) {
      if (!Files.isReadable(file)) {
        return "you may not read " + file;
      }
    }
    return files.isEmpty() ? "there is no koi.conf" : file(files) + " does not say it";
  }

  private static String file(List<Path> files) {
    return files.getLast().toString();
  }
}
