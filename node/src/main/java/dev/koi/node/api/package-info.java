/**
 * The local API: the socket {@code koi.sock} in the run folder. Start at {@link
 * dev.koi.node.api.UnixSocketServer}. What is asked goes to the loop as an event; this package only
 * decides who may ask, how much and how fast.
 */
@NullMarked
package dev.koi.node.api;

import org.jspecify.annotations.NullMarked;
