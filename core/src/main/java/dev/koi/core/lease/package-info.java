/**
 * The lease: who may be master until when. Start at {@link dev.koi.core.lease.Timing}.
 */
@NullMarked
package dev.koi.core.lease;

import org.jspecify.annotations.NullMarked;
