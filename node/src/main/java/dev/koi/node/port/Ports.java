package dev.koi.node.port;

import org.jspecify.annotations.Nullable;

/**
 * All doors together.
 *
 * @param ledger null on a node that keeps no store: no electors are listed, or it is none
 * @param guards null if {@code node.guard} is off
 */
public record Ports(
    Clock clock,
    Entropy entropy,
    Datagrams datagrams,
    Names names,
    Disk disk,
    @Nullable Ledger ledger,
    Scripts scripts,
    @Nullable Guards guards,
    Replies replies,
    ConfigFiles files,
    Journal journal) {}
