/**
 * What the daemon keeps on disk, to bytes and back. Start at {@link dev.koi.wire.state.StateCodec}.
 */
@NullMarked
package dev.koi.wire.state;

import org.jspecify.annotations.NullMarked;
