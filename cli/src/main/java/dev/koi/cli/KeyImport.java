package dev.koi.cli;

import dev.koi.core.store.Key;
import dev.koi.wire.api.ApiJson;
import dev.koi.wire.api.KvPair;
import dev.koi.wire.api.KvRequest;
import dev.koi.wire.api.KvTexts;
import dev.koi.wire.api.KvView;
import dev.koi.wire.api.MalformedRequest;
import dev.koi.wire.api.Refusal;
import dev.koi.wire.api.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code koi kv import}. Everything is read and checked before anything is written, since what is longer
 * than one part does not happen as a whole.
 */
final class KeyImport {

  private final World world;
  private final QuickLine line;
  private final Keys keys;
  private final String name;

  KeyImport(World world, QuickLine line, Keys keys) {
    this.world = world;
    this.line = line;
    this.keys = keys;
    String file = line.node();
    this.name = file == null || file.equals("-") ? "standard input" : file;
  }

  Response run() throws IOException {
    String file = line.node();
    byte[] bytes =
        file == null || file.equals("-")
            ? world.in().stream().readAllBytes()
            : Files.readAllBytes(Path.of(file));
    SortedMap<String, String> values = values(Input.text(bytes, name));
    if (values.isEmpty()) {
      return Response.done(name + " says nothing; nothing is changed");
    }
    List<SortedMap<String, String>> parts = parts(values);
    String many = values.size() == 1 ? "1 key" : values.size() + " keys";
    Response refusal =
        Consent.refusal("import " + many + " over what is there?", line.options(), world);
    return refusal == null ? write(parts, many) : refusal;
  }

  private Response write(List<SortedMap<String, String>> parts, String many) {
    UUID client = UUID.randomUUID();
    long revision = 0;
    int written = 0;
    for (int i = 0; i < parts.size(); i++) {
      Response response = keys.write(KvRequest.importing(parts.get(i)), client, i + 1);
      KvView view = response.kv();
      if (parts.size() == 1) {
        return response;
      }
      Refusal refusal = response.refusal();
      if (refusal != null) {
        String through = i == 0 ? "" : ", through " + parts.get(i - 1).lastKey();
        return Response.refused(
            refusal,
            "%s%nwritten: %d of %s%s; the rest is not%nnext: mend it and import all of it again"
                .formatted(response.message(), written, many, through));
      }
      revision = view == null || view.revision() == null ? revision : view.revision();
      written += parts.get(i).size();
    }
    String done = many + " are imported in " + parts.size() + " parts (revision " + revision + ")";
    return Response.written(done, KvView.written(revision));
  }

  /** Each as long as can happen as a whole. */
  private static List<SortedMap<String, String>> parts(SortedMap<String, String> values) {
    List<SortedMap<String, String>> parts = new ArrayList<>();
    int left = 0;
    for (Map.Entry<String, String> each : values.entrySet()) {
      int bytes = KvTexts.jsonBytes(each.getKey(), each.getValue());
      left -= bytes;
      if (left < 0 || parts.isEmpty()) {
        parts.add(new TreeMap<>());
        left = KvTexts.MOST_BYTES - bytes;
      }
      parts.getLast().put(each.getKey(), each.getValue());
    }
    return parts;
  }

  private SortedMap<String, String> values(String text) {
    SortedMap<String, String> values = new TreeMap<>();
    int number = 0;
    int ours = 0;
    for (String one : text.split("\n", -1)) {
      number++;
      if (one.isBlank()) {
        continue;
      }
      KvPair pair = pair(one, number);
      if (new Key(pair.key()).isOurs()) {
        ours++;
      } else if (values.put(pair.key(), pair.value()) != null) {
        throw wrong(number, pair.key() + " stands here a second time");
      }
    }
    if (ours > 0) {
      String left = ours + " of the keys lie below koi/, which koi itself writes: left out";
      world.err().println("koi kv import: " + left);
    }
    String folder = keyAndFolder(values);
    if (folder != null) {
      throw new IllegalArgumentException(name + ": " + folder + " would be a key and a folder");
    }
    return values;
  }

  private KvPair pair(String json, int number) {
    try {
      KvPair pair = ApiJson.pair(json.strip());
      KvRequest checked = KvRequest.importing(Map.of(pair.key(), pair.value()));
      String key = Key.of(pair.key()).path();
      return new KvPair(key, checked.values() == null ? "" : pair.value());
    } catch (MalformedRequest | IllegalArgumentException e) {
      throw wrong(number, String.valueOf(e.getMessage()));
    }
  }

  private IllegalArgumentException wrong(int number, String what) {
    return new IllegalArgumentException(name + ", line " + number + ": " + what + "; nothing is changed");
  }

  /** Across parts the store would notice it too late. */
  private static @Nullable String keyAndFolder(SortedMap<String, String> values) {
    for (String key : values.keySet()) {
      for (int slash = key.indexOf('/'); slash > 0; slash = key.indexOf('/', slash + 1)) {
        String folder = key.substring(0, slash);
        if (values.containsKey(folder)) {
          return folder;
        }
      }
    }
    return null;
  }
}
