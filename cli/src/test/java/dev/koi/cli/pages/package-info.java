/**
 * What is written about the commands beside the code: docs/commands.md, man pages, completions. Made
 * from the parser's own model by a test that keeps them true; start at {@link
 * dev.koi.cli.pages.PagesTest}.
 */
@NullMarked
package dev.koi.cli.pages;

import org.jspecify.annotations.NullMarked;
