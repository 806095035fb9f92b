/** As if it were module core. */
@NullMarked
package dev.koi.house.sample.core;

import org.jspecify.annotations.NullMarked;
