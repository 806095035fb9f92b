/**
 * How electors that know nothing become one cluster, or members of one that exists (SAFETY E1a). Begin with
 * {@link dev.koi.core.founding.Founding}.
 */
@NullMarked
package dev.koi.core.founding;

import org.jspecify.annotations.NullMarked;
