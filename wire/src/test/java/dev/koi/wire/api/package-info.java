@NullMarked
package dev.koi.wire.api;

import org.jspecify.annotations.NullMarked;
