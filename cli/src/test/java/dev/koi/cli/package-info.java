@NullMarked
package dev.koi.cli;

import org.jspecify.annotations.NullMarked;
