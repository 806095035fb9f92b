/**
 * Where the log goes: console, journal, syslog, a file, several at once. Start at {@link
 * dev.koi.node.log.Spool}, which stands between the loop and all of them.
 */
@NullMarked
package dev.koi.node.log;

import org.jspecify.annotations.NullMarked;
