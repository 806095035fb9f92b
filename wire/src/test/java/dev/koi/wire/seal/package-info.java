/** Tests of the seal. The golden datagram is rewritten with {@code -Dkoi.rewrite=true}. */
@NullMarked
package dev.koi.wire.seal;

import org.jspecify.annotations.NullMarked;
