package dev.koi.node.real;

import dev.koi.core.message.Action;
import dev.koi.core.name.ServiceName;
import dev.koi.core.runner.Script;
import dev.koi.core.runner.ServiceSpec;
import dev.koi.node.port.Event;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the services folder (the original's rules: contract, section 3). */
public final class ServiceFolder {

  /** One or two digits and a hyphen are the priority. */
  private static final Pattern NAME = Pattern.compile("(?:(\\d{1,2})-)?(.+)", Pattern.DOTALL);

  /**
   * How much of a script is hashed. Scripts are shorter; a big binary that serves as one would cost a
   * second at each look, so that beyond this its length and time of change stand for the rest.
   */
  private static final int HASHED_BYTES = 1024 * 1024;

  private final Path folder;
  private final Path workingDir;

  /**
   * A folder to read.
   *
   * @param folder service.folder
   * @param workingDir service.workingdir: where single executables run
   */
  public ServiceFolder(Path folder, Path workingDir) {
    this.folder = folder.toAbsolutePath();
    this.workingDir = workingDir.toAbsolutePath();
  }

  Path path() {
    return folder;
  }

  /** What it holds now, by name. It blocks. */
  public Event.Found scan() {
    List<String> complaints = new ArrayList<>();
    List<ServiceSpec> services = new ArrayList<>();
    Map<ServiceName, Path> taken = new HashMap<>();
    for (Path entry : list(folder, complaints)) {
      ServiceSpec spec = read(entry, complaints);
      if (spec == null) {
        continue;
      }
      Path first = taken.putIfAbsent(spec.name(), entry);
      if (first == null) {
        services.add(spec);
      } else {
        complaints.add(entry + " is ignored: " + first.getFileName() + " is the service " + spec.name());
      }
    }
    return new Event.Found(services, complaints);
  }

  private static List<Path> list(Path folder, List<String> complaints) {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(entries::add);
    } catch (IOException | DirectoryIteratorException e) {
      complaints.add("cannot read the services folder " + folder + ": " + e);
    }
    entries.sort(Comparator.comparing(entry -> entry.getFileName().toString()));
    return entries;
  }

  private @Nullable ServiceSpec read(Path entry, List<String> complaints) {
    String fileName = entry.getFileName().toString();
    String unfit = unfit(fileName);
    if (unfit != null) {
      complaints.add(entry + " is ignored: " + unfit);
      return null;
    }
    Matcher parts = NAME.matcher(fileName);
    if (!parts.matches()) {
      throw new IllegalStateException("a file without a name: " + entry);
    }
    ServiceName name = new ServiceName(parts.group(2));
    @Nullable Integer priority = parts.group(1) == null ? null : Integer.valueOf(parts.group(1));
    Map<Action, Script> scripts = new EnumMap<>(Action.class);
    if (Files.isDirectory(entry)) {
      for (Action action : Action.values()) {
        put(scripts, action, script(entry.resolve(action.word()), complaints));
      }
      boolean disabled = Files.exists(entry.resolve("disabled"));
      return new ServiceSpec(name, priority, false, entry.toString(), scripts, disabled);
    }
    Script single = script(entry, complaints);
    if (single == null) {
      return null;
    }
    for (Action action : Action.values()) {
      scripts.put(action, single);
    }
    return new ServiceSpec(name, priority, true, workingDir.toString(), scripts, false);
  }

  private static void put(Map<Action, Script> scripts, Action action, @Nullable Script script) {
    if (script != null) {
      scripts.put(action, script);
    }
  }

  private static @Nullable String unfit(String fileName) {
    if (fileName.indexOf('.') >= 0) {
      return "a service's name has no period";
    }
    if (fileName.endsWith("~") || (fileName.startsWith("#") && fileName.endsWith("#"))) {
      return "an editor's backup";
    }
    return null;
  }

  /** Null: not there, or not executable, which is the same. */
  private static @Nullable Script script(Path file, List<String> complaints) {
    if (!Files.exists(file)) {
      if (Files.isSymbolicLink(file)) {
        complaints.add(file + " counts as absent: it links to nothing");
      }
      return null;
    }
    if (!Files.isRegularFile(file) || !Files.isExecutable(file)) {
      complaints.add(file + " counts as absent: it is no executable file");
      return null;
    }
    try {
      Map<String, Object> facts = Files.readAttributes(file, "unix:dev,ino");
      return new Script(file.toString(), number(facts, "dev"), number(facts, "ino"), hash(file));
    } catch (IOException e) {
      complaints.add(file + " counts as absent: " + e);
      return null;
    }
  }

  private static long number(Map<String, Object> facts, String name) throws IOException {
    if (facts.get(name) instanceof Number number) {
      return number.longValue();
    }
    throw new IOException("its file system does not tell its " + name);
  }

  private static String hash(Path file) throws IOException {
    MessageDigest digest = sha256();
    try (InputStream in = Files.newInputStream(file)) {
      digest.update(in.readNBytes(HASHED_BYTES));
    }
    long size = Files.size(file);
    if (size > HASHED_BYTES) {
      long changed = Files.getLastModifiedTime(file).toMillis();
      digest.update(ByteBuffer.allocate(16).putLong(size).putLong(changed).flip());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
