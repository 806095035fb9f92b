/** Whether the simulation is true, repeatable, and sees what is wrong; and what it says of the daemon. */
@NullMarked
package dev.koi.sim;

import org.jspecify.annotations.NullMarked;
