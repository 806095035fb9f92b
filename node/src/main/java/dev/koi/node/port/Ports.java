package dev.koi.node.port;

import org.jspecify.annotations.Nullable;

/**
 * All doors together.
 *
 * @param ledger null on a node that keeps no store: no electors are listed, or it is none
 */
public record Ports(
    Clock clock,
    Entropy entropy,
    Datagrams datagrams,
    Names names,
    Disk disk,
    @Nullable Ledger ledger,
    Scripts scripts,
    Replies replies,
    ConfigFiles files,
    Journal journal) {}
