/** Tests of what is sealed in datagrams. */
@NullMarked
package dev.koi.wire.frame;

import org.jspecify.annotations.NullMarked;
