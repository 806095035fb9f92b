package dev.koi.node.daemon;

import dev.koi.node.links.Links;

/** The parts of a daemon that an answer to a person may speak of. */
record Cluster(
    Self self,
    ElectionSide election,
    StoreSide store,
    RunnerSide runner,
    Watchmen watchmen,
    Links links,
    Neighbourhood neighbourhood,
    Memory memory) {}
