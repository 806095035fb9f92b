/** As if it were module wire. */
@NullMarked
package dev.koi.house.sample.wire;

import org.jspecify.annotations.NullMarked;
