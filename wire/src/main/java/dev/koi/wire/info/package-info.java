/**
 * Boost's INFO syntax, in which koi.conf is written: text to a tree of {@link
 * dev.koi.wire.info.Entry}, each with the place where it stands. Knows nothing of koi's keys. Begin
 * with {@link dev.koi.wire.info.InfoText}.
 */
@NullMarked
package dev.koi.wire.info;

import org.jspecify.annotations.NullMarked;
