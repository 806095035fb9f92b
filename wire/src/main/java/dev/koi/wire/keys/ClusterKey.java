package dev.koi.wire.keys;

import dev.koi.wire.config.Configuration;
import dev.koi.wire.seal.KeyRing;
import java.io.IOException;
import java.nio.file.Path;

/** From a configuration to the keys that seal and open. */
public final class ClusterKey {

  private ClusterKey() {}

  /**
   * The keys of the key file, or the one that the password makes, which takes its time.
   *
   * @throws IOException if the key file cannot be used; the message says what was expected
   */
  public static KeyRing ring(Configuration.Cluster cluster) throws IOException {
    if (cluster.keyfile() != null) {
      KeyFile file = KeyFile.read(Path.of(cluster.keyfile()));
      return KeyRing.of(file.keys().stream().map(Key::secret).toList());
    }
    if (cluster.password() == null) {
      throw new BadKeyFile("neither cluster.keyfile nor cluster.password is set");
    }
    return KeyRing.ofPassword(cluster.password(), cluster.id());
  }
}
