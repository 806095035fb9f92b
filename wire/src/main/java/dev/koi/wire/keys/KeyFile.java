package dev.koi.wire.keys;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The keys of a cluster: text, one {@code id base64} a line. The first seals, all open; so a new
 * key is first appended on every node, then moved to the top on every node, and the old one removed
 * last.
 *
 * @param keys at least one, no name twice
 */
public record KeyFile(List<Key> keys) {

  private static final long LARGEST_BYTES = 64 * 1024;

  private static final Set<PosixFilePermission> OWNER =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  public KeyFile {
    keys = List.copyOf(keys);
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("a key file has at least one key");
    }
  }

  /** The key that seals. */
  public Key sealing() {
    return keys.getFirst();
  }

  /**
   * A new file with one key.
   *
   * @param random {@value Key#LENGTH} bytes from a source that nobody can guess
   */
  public static KeyFile generate(byte[] random, String id) {
    return new KeyFile(List.of(new Key(id, random)));
  }

  /** What {@link #parse} reads. */
  public String text() {
    StringBuilder out = new StringBuilder("; koi: the first key seals, all open\n");
    for (Key key : keys) {
      out.append(key.id())
          .append(' ')
          .append(Base64.getEncoder().encodeToString(key.secret()))
          .append('\n');
    }
    return out.toString();
  }

  /** Reads the text of a key file; empty lines and lines that begin with ; or # are skipped. */
  public static KeyFile parse(String text) throws BadKeyFile {
    List<Key> keys = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    int number = 0;
    for (String raw : text.split("\n", -1)) {
      number++;
      String line = raw.strip();
      if (line.isEmpty() || line.startsWith(";") || line.startsWith("#")) {
        continue;
      }
      Key key = parseLine(line, number);
      if (!ids.add(key.id())) {
        throw new BadKeyFile("line " + number + ": the key " + key.id() + " is there already");
      }
      keys.add(key);
    }
    if (keys.isEmpty()) {
      throw new BadKeyFile(
          "no key in it: expected lines of a name and " + Key.LENGTH + " bytes in base64");
    }
    return new KeyFile(keys);
  }

  private static Key parseLine(String line, int number) throws BadKeyFile {
    String[] words = line.split("\\s+", -1);
    if (words.length != 2 || !Key.isLegal(words[0])) {
      throw new BadKeyFile(
          "line " + number + ": expected a key's name, a blank and the key in base64");
    }
    byte[] secret;
    try {
      secret = Base64.getDecoder().decode(words[1]);
    } catch (IllegalArgumentException _) {
      throw new BadKeyFile("line " + number + ": the key " + words[0] + " is not base64");
    }
    if (secret.length != Key.LENGTH) {
      throw new BadKeyFile(
          "line "
              + number
              + ": the key "
              + words[0]
              + " has "
              + secret.length
              + " bytes, expected "
              + Key.LENGTH);
    }
    return new Key(words[0], secret);
  }

  /** Reads a file, unless others than its owner may do anything with it. */
  public static KeyFile read(Path file) throws IOException {
    try {
      refuseShared(file);
      if (Files.size(file) > LARGEST_BYTES) {
        throw new BadKeyFile("larger than " + LARGEST_BYTES + " bytes: no key file");
      }
      return parse(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    } catch (NoSuchFileException _) {
      throw new BadKeyFile(file + ": no such file; 'koi key new' makes one");
    } catch (BadKeyFile e) {
      throw new BadKeyFile(file + ": " + e.getMessage());
    }
  }

  private static void refuseShared(Path file) throws IOException {
    Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(file);
    if (!OWNER.containsAll(allowed)) {
      throw new BadKeyFile(
          "others than its owner may use it (mode "
              + PosixFilePermissions.toString(allowed)
              + "): chmod 600, and make a new key if they may have read it");
    }
  }

  /** Writes a new file that only its owner may read, from its first byte on; never over another. */
  public void writeNew(Path file) throws IOException {
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Set<StandardOpenOption> fresh =
        EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (SeekableByteChannel out = Files.newByteChannel(file, fresh, ownerOnly)) {
      ByteBuffer bytes = ByteBuffer.wrap(text().getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
    } catch (FileAlreadyExistsException _) {
      throw new BadKeyFile(file + ": exists already, and a lost key cannot be had back");
    }
  }
}
