/**
 * The command {@code koi}. Start at {@link dev.koi.cli.Koi}: {@link dev.koi.cli.QuickLine} reads the
 * lines that scripts give often, without the cost of a command line library; {@link
 * dev.koi.cli.FullLine} reads all others and explains. Both end in {@link dev.koi.cli.Asking} or in
 * a command that needs no daemon.
 */
@NullMarked
package dev.koi.cli;

import org.jspecify.annotations.NullMarked;
