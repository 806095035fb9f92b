/**
 * Seals datagrams: AES-256-GCM, with a key of its own for each start of each sender. Start at
 * {@link dev.koi.wire.seal.Header}, which draws the layout, then {@link dev.koi.wire.seal.KeyRing}.
 * Who is believed, and when, is decided by the daemon's links; the whole is told in {@code
 * docs/wire.md}.
 *
 * <p>Nothing here is for more than one thread: ciphers are used again and again, since to make one
 * costs more than to seal with it.
 */
@NullMarked
package dev.koi.wire.seal;

import org.jspecify.annotations.NullMarked;
