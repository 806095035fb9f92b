package dev.koi.node.daemon;

import dev.koi.core.name.NodeName;
import dev.koi.node.port.Reread;
import dev.koi.wire.config.Configuration;
import dev.koi.wire.seal.KeyRing;
import java.util.UUID;

/**
 * What a daemon goes by. Exchanged whole, and in one place ({@link Self#goBy}), when the configuration
 * is read again.
 *
 * @param boot the kernel's boot id
 * @param version of the program, for people
 * @param again whether another inside ran in this process before: what says how a daemon begins does
 *     not count then
 */
public record Settings(
    Configuration configuration,
    NodeName name,
    KeyRing keys,
    Transport transport,
    UUID boot,
    String version,
    boolean again) {

  /** The same run by what was read later. */
  Settings with(Reread.Fresh fresh) {
    return new Settings(
        fresh.configuration(), fresh.name(), fresh.keys(), transport, boot, version, again);
  }
}
