package dev.koi.core.agreed;

import dev.koi.core.lease.Timing;
import dev.koi.core.name.Epoch;
import dev.koi.core.name.Incarnation;

/**
 * A promise that an elector must not forget with its process: it was made for maintenance and does not
 * end by time, so keeping silent for W after a start would not be enough.
 *
 * @param arming the holder's number that it was made for
 */
public record Pin(Epoch epoch, Incarnation holder, Timing timing, int arming) {}
