/**
 * The rules of the house, as far as they can be counted or proved. {@link dev.koi.house.LanguageRules}
 * reads attributed sources, {@link dev.koi.house.TextRules} lines, {@link dev.koi.house.ArrowRules}
 * and {@link dev.koi.house.PurityRules} byte code. Each rule is also tried on something bad: a rule
 * that cannot fail guards nothing.
 */
@NullMarked
package dev.koi.house;

import org.jspecify.annotations.NullMarked;
