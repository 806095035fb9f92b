/** Tests of who asks from afar, without a daemon. */
@NullMarked
package dev.koi.wire.call;

import org.jspecify.annotations.NullMarked;
