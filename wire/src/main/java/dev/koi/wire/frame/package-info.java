/**
 * What is sealed in datagrams: frames, and how messages of more than one travel. Start at {@link
 * dev.koi.wire.frame.Frame}. Used by both ends: a daemon's links, and whoever asks from afar.
 *
 * <p>No clock, no socket, no thread: moments come in as arguments.
 */
@NullMarked
package dev.koi.wire.frame;

import org.jspecify.annotations.NullMarked;
