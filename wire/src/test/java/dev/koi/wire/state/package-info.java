/** Tests of the state file. The golden one is rewritten with {@code -Dkoi.rewrite=true}. */
@NullMarked
package dev.koi.wire.state;

import org.jspecify.annotations.NullMarked;
