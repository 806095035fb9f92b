/**
 * How a log lies on disk, so that what a crash cut off and what a disk has changed are told apart (SAFETY
 * E1): bytes in, records or the place of the damage out. What the records say is none of its business, nor
 * is the disk. Begin at {@link dev.koi.wire.journal.Segment}, which draws the layout.
 */
@NullMarked
package dev.koi.wire.journal;

import org.jspecify.annotations.NullMarked;
