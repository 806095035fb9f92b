/** Links against a network that misbehaves: start at {@link dev.koi.node.links.Network}. */
@NullMarked
package dev.koi.node.links;

import org.jspecify.annotations.NullMarked;
