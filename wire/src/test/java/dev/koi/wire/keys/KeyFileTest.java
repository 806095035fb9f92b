package dev.koi.wire.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileTest {

  private static final String A = Base64.getEncoder().encodeToString(bytes(1));
  private static final String B = Base64.getEncoder().encodeToString(bytes(2));

  @Test
  void theFirstKeySealsAndAllAreKept() throws BadKeyFile {
    KeyFile file = KeyFile.parse("; comment\n\n  new \t" + A + "\r\nold " + B + "\n# other");
    assertThat(file.sealing()).isEqualTo(new Key("new", bytes(1)));
    assertThat(file.keys()).containsExactly(new Key("new", bytes(1)), new Key("old", bytes(2)));
    assertThat(KeyFile.parse(file.text())).isEqualTo(file);
  }

  @Test
  void generatedFileHasTheGivenBytes() {
    assertThat(KeyFile.generate(bytes(5), "k1").sealing().secret()).isEqualTo(bytes(5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "; only", "id", "a b c", "a/b AAAA", "id !!!!", "id AAAA"})
  void otherTextIsRefusedWithoutShowingIt(String text) {
    assertThatThrownBy(() -> KeyFile.parse(text)).isInstanceOf(BadKeyFile.class);
  }

  @Test
  void nameThatIsTakenTwiceIsRefusedWithItsLine() {
    assertThatThrownBy(() -> KeyFile.parse("k " + A + "\nk " + B)).hasMessageContaining("line 2");
  }

  @Test
  void secretIsNeitherSharedNorShown() {
    byte[] mine = bytes(3);
    Key key = new Key("k", mine);
    mine[0] = 99;
    key.secret()[1] = 99;
    assertThat(key.secret()).isEqualTo(bytes(3));
    assertThat(key).hasToString("Key[k]").isNotEqualTo(new Key("k", bytes(4)));
    assertThatThrownBy(() -> new Key("k", new byte[16])).hasMessageContaining("32 bytes, not 16");
  }

  @Test
  void writtenFileBelongsToItsOwnerOnlyAndIsNeverOverwritten(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("key");
    KeyFile written = KeyFile.generate(bytes(7), "k");
    written.writeNew(file);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(KeyFile.read(file)).isEqualTo(written);
    assertThatThrownBy(() -> written.writeNew(file)).hasMessageContaining("exists already");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----"})
  void fileThatOthersMayUseIsRefused(String mode, @TempDir Path folder) throws IOException {
    Path file = folder.resolve("key");
    KeyFile.generate(bytes(7), "k").writeNew(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    assertThatThrownBy(() -> KeyFile.read(file))
        .isInstanceOf(BadKeyFile.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("chmod 600");
  }

  @Test
  void missingFileSaysHowToMakeOne(@TempDir Path folder) {
    assertThatThrownBy(() -> KeyFile.read(folder.resolve("none")))
        .hasMessageContaining("koi key new");
  }

  private static byte[] bytes(int value) {
    byte[] bytes = new byte[Key.LENGTH];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
