/** Classes that break the arrows and the purity of core, for trying the rules that forbid it. */
@NullMarked
package dev.koi.house.sample;

import org.jspecify.annotations.NullMarked;
