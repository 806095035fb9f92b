/** Tests of the state's bytes. The golden ones are rewritten with {@code -Dkoi.rewrite=true}. */
@NullMarked
package dev.koi.wire.store;

import org.jspecify.annotations.NullMarked;
