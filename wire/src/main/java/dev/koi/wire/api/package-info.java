/**
 * The API: what may be asked of a daemon and how it answers, as JSON lines. Start at {@link
 * dev.koi.wire.api.Command} (the table), then {@link dev.koi.wire.api.Request}, {@link
 * dev.koi.wire.api.Response} and {@link dev.koi.wire.api.ApiJson}.
 *
 * <p>One request is one line, one answer is one line, {@code more} announces a further one. All keys
 * are always written, null when empty; a reader ignores keys that it does not know.
 */
@NullMarked
package dev.koi.wire.api;

import org.jspecify.annotations.NullMarked;
