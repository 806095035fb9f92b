package dev.koi.wire.api;

import dev.koi.core.store.Comparison;
import dev.koi.core.store.Key;
import io.avaje.jsonb.Json;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of the store. Which of these a command needs and takes is in {@link KvFields}; all others
 * are null.
 *
 * @param key a path such as {@code a/b}; a slash in front is dropped
 * @param value what the key shall be; for {@link Command#KV_CAS} null: removed
 * @param operator of a condition, see {@link Comparison}
 * @param operand what the value is compared with
 * @param revision of the key's latest write, 0: it does not exist
 * @param values what is imported, all or none
 * @param stale whoever is asked answers from what it knows, which may be old
 * @param since the {@code storeRevision} that was seen last: the answer waits until there is a later change
 * @param after the {@code next} of the page before
 * @param client who writes, a UUID: with {@code sequence}, a write that is repeated happens once
 * @param sequence the how-manieth of the client's writes it is, from 1: one at a time, each number higher
 */
@Json
public record KvRequest(
    @Nullable String key,
    @Nullable String value,
    @Nullable String operator,
    @Nullable String operand,
    @Nullable Long revision,
    @Nullable Map<String, String> values,
    boolean stale,
    @Nullable Long since,
    @Nullable String after,
    @Nullable String client,
    @Nullable Long sequence) {

  /**
   * Texts that the store can take.
   *
   * @throws IllegalArgumentException if they are not; the message is one sentence for a person
   */
  public KvRequest {
    key = key == null ? null : Key.of(key).path();
    KvTexts.value(value, "value");
    KvTexts.value(operand, "operand");
    if (operator != null && Comparison.of(operator).isEmpty()) {
      throw new IllegalArgumentException("operator is one of " + KvTexts.OPERATORS);
    }
    values = values == null ? null : values(values);
    KvTexts.after(after);
    client = client == null ? null : client(client);
    KvTexts.atLeast(revision, 0, "revision");
    KvTexts.atLeast(since, 0, "since");
    KvTexts.atLeast(sequence, 1, "sequence");
    if ((client == null) != (sequence == null)) {
      throw new IllegalArgumentException("client and sequence come together, or neither does");
    }
    KvTexts.condition(value, operand);
  }

  /** About this key, null: about everything. */
  public static KvRequest of(@Nullable String key) {
    return new KvRequest(
        key, null, null, null, null, null, false, null, null, null, null);
  }

  /** This key shall be this. */
  public static KvRequest set(String key, String value) {
    return new KvRequest(
        key, value, null, null, null, null, false, null, null, null, null);
  }

  /** This key shall be this if it compares so. */
  public static KvRequest setIf(String key, String operator, String operand, String value) {
    return new KvRequest(
        key, value, operator, operand, null, null, false, null, null, null, null);
  }

  /** This key shall be this, or be no more, if it is of this revision. */
  public static KvRequest swap(String key, long revision, @Nullable String value) {
    return new KvRequest(
        key, value, null, null, revision, null, false, null, null, null, null);
  }

  /** All of these. */
  public static KvRequest importing(Map<String, String> values) {
    return new KvRequest(
        null, null, null, null, null, values, false, null, null, null, null);
  }

  /** The same from whoever is asked, however old. */
  public KvRequest staleToo() {
    return new KvRequest(
        key, value, operator, operand, revision, values, true, since, after, client, sequence);
  }

  /** The same once something has changed. */
  public KvRequest since(long seen) {
    return new KvRequest(
        key, value, operator, operand, revision, values, stale, seen, after, client, sequence);
  }

  /** The next page of the same; null: the first. */
  public KvRequest after(@Nullable String last) {
    return new KvRequest(
        key, value, operator, operand, revision, values, stale, since, last, client, sequence);
  }

  /** The same from this client, as his how-manieth. */
  public KvRequest by(UUID writer, long number) {
    return new KvRequest(
        key, value, operator, operand, revision, values, stale, since, after, writer.toString(), number);
  }

  private static SortedMap<String, String> values(Map<String, String> values) {
    SortedMap<String, String> sorted = new TreeMap<>();
    values.forEach(
        (name, value) -> {
          String path = Key.of(name).path();
          KvTexts.value(Checks.present(value, "the value of " + path), "the value of " + path);
          if (sorted.put(path, value) != null) {
            throw new IllegalArgumentException(path + " stands twice among values");
          }
        });
    if (sorted.isEmpty()) {
      throw new IllegalArgumentException("values are none");
    }
    KvTexts.values(sorted);
    return Collections.unmodifiableSortedMap(sorted);
  }

  private static String client(String text) {
    try {
      String canonical = UUID.fromString(text).toString();
      if (canonical.equalsIgnoreCase(text)) { // the JDK also takes 1-1-1-1-1
        return canonical;
      }
    } catch (IllegalArgumentException _) {
      // Said below.
    }
    throw new IllegalArgumentException("client is a UUID");
  }
}
