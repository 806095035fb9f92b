/**
 * What things are called: nodes, groups, services, and the epochs and incarnations that order them.
 */
@NullMarked
package dev.koi.core.name;

import org.jspecify.annotations.NullMarked;
