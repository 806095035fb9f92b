package dev.koi.wire.info;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key with what follows it: a value, a section in braces, both ({@code group web { ... }}) or
 * neither.
 *
 * @param value empty when there is none; null when it could not be read, which a {@link Mistake}
 *     says
 * @param section whether braces follow, if only empty ones
 * @param at where the key begins
 * @param valueAt where the value begins, the key when there is none
 * @param extent where all of it stands
 */
public record Entry(
    String key,
    @Nullable String value,
    boolean section,
    List<Entry> children,
    Position at,
    Position valueAt,
    Extent extent) {

  public Entry {
    children = List.copyOf(children);
  }
}
