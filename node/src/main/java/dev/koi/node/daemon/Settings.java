package dev.koi.node.daemon;

import dev.koi.core.name.NodeName;
import dev.koi.wire.config.Configuration;
import dev.koi.wire.seal.KeyRing;
import java.util.UUID;

/**
 * What a daemon is told once, before it begins.
 *
 * @param boot the kernel's boot id
 * @param version of the program, for people
 */
public record Settings(
    Configuration configuration,
    NodeName name,
    KeyRing keys,
    Transport transport,
    UUID boot,
    String version) {}
