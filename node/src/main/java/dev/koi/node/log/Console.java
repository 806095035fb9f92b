package dev.koi.node.log;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Standard output: in words for a terminal, with priorities for the journal. */
public final class Console implements Outlet {

  private static final Path STANDARD_OUTPUT = Path.of("/proc/self/fd/1");

  /** How lines look. */
  public enum Style {
    PLAIN,
    COLOURED,
    /** Each line begins with its priority (sd-daemon(3)); the journal has the time itself. */
    JOURNAL,
  }

  private final OutputStream out;
  private final Charset charset;
  private final Style style;

  public Console(OutputStream out, Charset charset, Style style) {
    this.out = new BufferedOutputStream(out);
    this.charset = charset;
    this.style = style;
  }

  /**
   * Whether standard output is the journal's stream: systemd says which one it made, by device and
   * inode, since a shell's redirection inherits the variable but not the stream.
   */
  public static boolean isJournal(@Nullable String journalStream) {
    if (journalStream == null || journalStream.isEmpty()) {
      return false;
    }
    try {
      Map<String, Object> facts = Files.readAttributes(STANDARD_OUTPUT, "unix:dev,ino");
      return journalStream.equals(facts.get("dev") + ":" + facts.get("ino"));
    } catch (IOException _) {
      return false; // closed: whatever it is, it is not the journal
    }
  }

  @Override
  public void say(Line line) throws IOException {
    String text =
        switch (style) {
          case PLAIN -> line.time() + " " + line.paddedLevel() + " " + line.text() + "\n";
          case COLOURED ->
              "\033[90m" + line.time() + "\033[0m " + colour(line) + line.paddedLevel() + "\033[0m "
                  + line.text() + "\n";
          case JOURNAL -> {
            String priority = "<" + line.severity() + ">";
            yield priority + line.text().replace("\n", "\n" + priority) + "\n";
          }
        };
    out.write(text.getBytes(charset));
  }

  private static String colour(Line line) {
    return switch (line.level()) {
      case TRACE -> "\033[39m";
      case INFO -> "\033[34m";
      case WARN -> "\033[31m";
      case ERROR -> "\033[1;31m";
    };
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }
}
