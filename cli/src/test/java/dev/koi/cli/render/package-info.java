@NullMarked
package dev.koi.cli.render;

import org.jspecify.annotations.NullMarked;
