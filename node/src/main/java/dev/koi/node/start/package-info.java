/**
 * From a command line to a running daemon, and to words that help when it cannot run. Start at {@link
 * dev.koi.node.start.Koinode}.
 */
@NullMarked
package dev.koi.node.start;

import org.jspecify.annotations.NullMarked;
