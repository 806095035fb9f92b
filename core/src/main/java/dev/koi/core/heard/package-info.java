/**
 * Heard (soft) state: what other nodes said, and when. Lost with the leadership, or with the process.
 */
@NullMarked
package dev.koi.core.heard;

import org.jspecify.annotations.NullMarked;
