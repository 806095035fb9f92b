/**
 * What koi.conf says: text to {@link dev.koi.wire.config.Configuration}, with every mistake at once
 * and none turned into a default.
 */
@NullMarked
package dev.koi.wire.config;

import org.jspecify.annotations.NullMarked;
