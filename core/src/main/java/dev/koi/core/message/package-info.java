/**
 * What nodes say to each other. The bytes are the business of the wire module.
 */
@NullMarked
package dev.koi.core.message;

import org.jspecify.annotations.NullMarked;
