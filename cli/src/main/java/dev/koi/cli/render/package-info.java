/**
 * Views as text for people. Pure: the same view, moment and width give the same text, so each has a
 * golden text in the tests. Start at {@link dev.koi.cli.render.StatusText}.
 */
@NullMarked
package dev.koi.cli.render;

import org.jspecify.annotations.NullMarked;
