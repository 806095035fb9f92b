/**
 * The doors of {@link dev.koi.node.port} to the real world. Start with {@link dev.koi.node.real.Loop},
 * the one thread that decides; everything else here translates the world into its events.
 */
@NullMarked
package dev.koi.node.real;

import org.jspecify.annotations.NullMarked;
