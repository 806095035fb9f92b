package dev.koi.wire.api;

import io.avaje.json.JsonAdapter;
import io.avaje.json.JsonDataException;
import io.avaje.json.JsonReader;
import io.avaje.json.JsonWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes an enum as the word that people read, so that its constants can be renamed. */
final class WordAdapter<E extends Enum<E>> implements JsonAdapter<E> {

  private final Function<E, String> word;
  private final Map<String, E> byWord = new LinkedHashMap<>();

  WordAdapter(E[] values, Function<E, String> word) {
    this.word = word;
    for (E value : values) {
      byWord.put(word.apply(value), value);
    }
  }

  @Override
  public void toJson(JsonWriter writer, @Nullable E value) {
    if (value == null) {
      writer.nullValue();
    } else {
      writer.value(word.apply(value));
    }
  }

  @Override
  @SuppressWarnings("NullAway") // the library is not annotated: null is how it says "no value"
  public @Nullable E fromJson(JsonReader reader) {
    if (reader.isNullValue()) {
      return null;
    }
    String text = reader.readString();
    E value = byWord.get(text);
    if (value == null) {
      throw new JsonDataException(
          "'" + text + "' is not one of " + String.join(", ", byWord.keySet()));
    }
    return value;
  }
}
