package dev.koi.cli.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.cli.CommandTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * What is checked in is what the code says now. {@code -Dkoi.rewrite=true} writes it anew; the man
 * pages of koi.conf and koinode follow the docs, which tests of modules wire and node keep true.
 */
class PagesTest {

  private static final Path ROOT = Path.of("..");
  private static final CommandTree KOI = CommandTree.koi();

  @Test
  void docsOfTheCommandsAreTheTable() throws IOException {
    check("docs/commands.md", CommandsPage.text(KOI));
  }

  @Test
  void theManPageOfKoiIsTheSame() throws IOException {
    check("dist/man/koi.1",
        Roff.page("koi(1)", "koi - " + lower(KOI.about()), CommandsPage.text(KOI) + SEE_ALSO));
  }

  @Test
  void theManPageOfTheFileIsItsReference() throws IOException {
    String docs = Files.readString(ROOT.resolve("docs/configuration.md"));
    check("dist/man/koi.conf.5",
        Roff.page("koi.conf(5)", "koi.conf - configuration of a koi cluster's nodes", docs + SEE_ALSO));
  }

  @Test
  void theManPageOfTheDaemonIsItsPage() throws IOException {
    String docs = Files.readString(ROOT.resolve("docs/koinode.md"));
    check("dist/man/koinode.8",
        Roff.page("koinode(8)", "koinode - runs one node of a koi cluster", docs + SEE_ALSO));
  }

  @Test
  void completionsKnowWhatTheParserKnows() throws IOException {
    check("dist/completion/koi.bash", new Completion(KOI).bash());
    check("dist/completion/_koi", new Completion(KOI).zsh());
  }

  private static final String SEE_ALSO = "\n## See also\n\n**koi**(1), **koi.conf**(5), **koinode**(8)\n";

  private static void check(String name, String text) throws IOException {
    Path file = ROOT.resolve(name);
    if (Boolean.getBoolean("koi.rewrite")) {
      Files.createDirectories(file.resolveSibling(""));
      Files.writeString(file, text);
    }
    assertThat(text).as(name + " is stale: run this test with -Dkoi.rewrite=true")
        .isEqualTo(Files.readString(file));
  }

  private static String lower(String sentence) {
    return Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1).replaceFirst("\\.$", "");
  }
}
