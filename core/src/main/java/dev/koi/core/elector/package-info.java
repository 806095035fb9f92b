/**
 * Who holds each group: decided on the leader only.
 */
@NullMarked
package dev.koi.core.elector;

import org.jspecify.annotations.NullMarked;
