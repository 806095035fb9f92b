package dev.koi.node.port;

/** All doors together. */
public record Ports(
    Clock clock,
    Entropy entropy,
    Datagrams datagrams,
    Names names,
    Disk disk,
    Scripts scripts,
    Replies replies,
    ConfigFiles files,
    Journal journal) {}
