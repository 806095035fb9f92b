package dev.koi.wire.api;

import io.avaje.jsonb.Json;

/** A key and its value: a line of {@code koi kv export}, and what {@code koi kv import} reads. */
@Json
public record KvPair(String key, String value) {

  public KvPair {
    Checks.present(key, "key");
    Checks.present(value, "value");
  }
}
