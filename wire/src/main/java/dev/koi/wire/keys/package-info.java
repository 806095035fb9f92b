/**
 * The key file of a cluster: who has it may speak. Begin with {@link dev.koi.wire.keys.KeyFile}.
 */
@NullMarked
package dev.koi.wire.keys;

import org.jspecify.annotations.NullMarked;
