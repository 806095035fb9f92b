/** Tests of the daemon's parts; the whole daemon is tested by the simulation. */
@NullMarked
package dev.koi.node.daemon;

import org.jspecify.annotations.NullMarked;
