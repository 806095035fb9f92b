@NullMarked
package dev.koi.sim.store;

import org.jspecify.annotations.NullMarked;
