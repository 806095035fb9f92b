/** Tests of the messages' bytes. The golden ones are rewritten with {@code -Dkoi.rewrite=true}. */
@NullMarked
package dev.koi.wire.datagram;

import org.jspecify.annotations.NullMarked;
