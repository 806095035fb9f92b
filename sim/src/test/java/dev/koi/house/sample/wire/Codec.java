package dev.koi.house.sample.wire;

/** Something of wire. */
public record Codec(int version) {}
