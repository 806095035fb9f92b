@NullMarked
package dev.koi.node.api;

import org.jspecify.annotations.NullMarked;
