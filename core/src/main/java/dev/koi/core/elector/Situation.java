package dev.koi.core.elector;

import dev.koi.core.agreed.Agreed;
import dev.koi.core.heard.Heard;
import dev.koi.core.time.Moment;

/**
 * All that a decision looks at.
 *
 * @param everyone whether every configured address has been heard
 */
public record Situation(
    ElectorSettings settings,
    Agreed agreed,
    Heard heard,
    Leadership leadership,
    boolean everyone,
    Moment now) {}
