package dev.koi.house;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Rules that need no compiler: sizes, names of files, words that say "later". */
final class TextRules {

  static final int MAX_FILE_LINES = 400;
  static final int MAX_COLUMNS = 110;

  private static final Pattern FORBIDDEN_NAME =
      Pattern.compile("(?i).*(utils?|helpers?|managers?|impl)");

  private static final Pattern LATER = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");

  private TextRules() {}

  static List<Finding> check(String path, String text) {
    List<Finding> findings = new ArrayList<>();
    List<String> lines = text.lines().toList();
    if (lines.size() > MAX_FILE_LINES) {
      String much = lines.size() + " lines in a file, " + MAX_FILE_LINES + " at most";
      findings.add(new Finding(path, lines.size(), much));
    }
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      int columns = line.codePointCount(0, line.length());
      if (columns > MAX_COLUMNS) {
        findings.add(
            new Finding(path, i + 1, columns + " characters in a line, " + MAX_COLUMNS + " at most"));
      }
      if (LATER.matcher(line).find()) {
        findings.add(new Finding(path, i + 1, "unfinished: do it now, or open an issue"));
      }
    }
    if (FORBIDDEN_NAME.matcher(stem(path)).matches()) {
      findings.add(new Finding(path, 1, "a name that says nothing: name it after what it is"));
    }
    return findings;
  }

  /** A module's packages begin with its name, so that the arrows between packages are the modules'. */
  static List<Finding> checkPlace(String path) {
    String module = path.substring(0, path.indexOf('/'));
    boolean main = path.startsWith(module + "/src/main/java/");
    if (main && !path.startsWith(module + "/src/main/java/dev/koi/" + module + "/")) {
      return List.of(new Finding(path, 1, "belongs below package dev.koi." + module));
    }
    return List.of();
  }

  static boolean isForbiddenName(String name) {
    return FORBIDDEN_NAME.matcher(name).matches();
  }

  private static String stem(String path) {
    String file = path.substring(path.lastIndexOf('/') + 1);
    int dot = file.indexOf('.');
    return dot < 0 ? file : file.substring(0, dot);
  }
}
