package dev.koi.core.message;

import dev.koi.core.name.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * One service as its runner sees it.
 *
 * @param action the script that runs now, null if none
 * @param failed whether it is a failure of this service that keeps the group down
 * @param message what went wrong, or what the script said last; null if nothing
 */
public record ServiceReport(
    ServiceName name,
    ServiceState state,
    @Nullable Action action,
    boolean failed,
    @Nullable String message) {}
