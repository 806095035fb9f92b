package dev.koi.node.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The segments of a folder.
 *
 * @param current the latest base and what follows it, in order
 * @param unused what is older than that base, or was never finished
 */
record Segments(List<One> current, List<Path> unused) {

  private static final Pattern NAME = Pattern.compile("(\\d{10})\\.(base|more)");

  /** One of them. */
  record One(long number, boolean base, Path file) {}

  static Segments in(Path folder) throws IOException, DamagedJournal {
    List<One> all = new ArrayList<>();
    List<Path> unused = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        Matcher parts = NAME.matcher(name);
        if (parts.matches()) {
          all.add(new One(Long.parseLong(parts.group(1)), "base".equals(parts.group(2)), file));
        } else if (name.endsWith(JournalFolder.ASIDE)) {
          unused.add(file);
        }
      }
    }
    all.sort(Comparator.comparingLong(One::number));
    long base = all.stream().filter(One::base).mapToLong(One::number).max().orElse(-1);
    if (base < 0 && !all.isEmpty()) {
      throw new DamagedJournal(folder, "segments without the base that they follow");
    }
    List<One> current = all.stream().filter(one -> one.number() >= base).toList();
    for (int i = 0; i < current.size(); i++) {
      if (current.get(i).number() != base + i) {
        throw new DamagedJournal(folder, "segment " + (base + i) + " is missing");
      }
    }
    all.stream().filter(one -> one.number() < base).forEach(one -> unused.add(one.file()));
    return new Segments(current, List.copyOf(unused));
  }
}
