/**
 * Messages to bytes and back. Start at {@link dev.koi.wire.datagram.MessageCodec}; the layout is in
 * {@code koi.proto}, which also says how it may change. What wraps these bytes on the network is
 * {@link dev.koi.wire.seal}.
 */
@NullMarked
package dev.koi.wire.datagram;

import org.jspecify.annotations.NullMarked;
