/**
 * Agreed (hard) state: changes only by replaying committed changes. Start at {@link
 * dev.koi.core.agreed.Agreed}.
 */
@NullMarked
package dev.koi.core.agreed;

import org.jspecify.annotations.NullMarked;
