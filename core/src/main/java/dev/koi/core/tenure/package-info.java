/**
 * A runner's hold on one group, from the offer of an epoch to the word that it is given up. Start at
 * {@link dev.koi.core.tenure.Tenure}.
 */
@NullMarked
package dev.koi.core.tenure;

import org.jspecify.annotations.NullMarked;
