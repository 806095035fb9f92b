package dev.koi.wire.config;

/**
 * A key that means something else than before.
 *
 * @param key with its section
 */
public record Changed(String key, OnReload effect) {}
