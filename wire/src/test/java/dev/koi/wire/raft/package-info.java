/** Tests of the envelopes' bytes. The golden ones are rewritten with {@code -Dkoi.rewrite=true}. */
@NullMarked
package dev.koi.wire.raft;

import org.jspecify.annotations.NullMarked;
