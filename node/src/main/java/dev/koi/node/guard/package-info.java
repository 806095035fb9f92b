/**
 * The daemon's side of koi-guard (guard/README.md): {@link dev.koi.node.guard.Cells} is the memory that
 * both sides share, {@link dev.koi.node.guard.RealGuards} the port to the two guards, {@link
 * dev.koi.node.guard.EarlierGuards} what is done with those of the run before.
 */
@NullMarked
package dev.koi.node.guard;

import org.jspecify.annotations.NullMarked;
