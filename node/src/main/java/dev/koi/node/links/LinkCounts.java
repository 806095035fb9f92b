package dev.koi.node.links;

/**
 * Datagrams that were dropped since the start, by reason. Counted and never logged one by one: a
 * log line is work that anyone on the network could order.
 *
 * @param foreign not ours: garbage, another cluster id or version
 * @param wrongKey of this cluster id, sealed with a key that is not in our ring
 * @param forged made without the key that it names, or changed on the way
 * @param replayed a counter that was used already or is too old; most are copies on a second path,
 *     and a guard repeats its tickets
 * @param retired of a start that another start of the node has replaced
 * @param limited of starts not yet proven, more than a source may have looked at in a second
 * @param misdirected sealed for another node
 * @param impostors our own node id, but not this start: the past, or a copy of our state folder
 * @param malformed authentic, but of a kind that this version does not know
 * @param abandoned messages whose fragments never became complete
 */
public record LinkCounts(
    long foreign,
    long wrongKey,
    long forged,
    long replayed,
    long retired,
    long limited,
    long misdirected,
    long impostors,
    long malformed,
    long abandoned) {}
