package dev.koi.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/contract.md says which test holds what: each that it names is there. */
class ContractTest {

  private static final Pattern NAMED =
      Pattern.compile(
          "`(?:(?<unit>\\w+Test)\\.(?<method>\\w+)"
              + "|(?<file>(?:test|slow)_\\w+)\\.(?<type>\\w+)\\.(?<test>test_\\w+)"
              + "|(?<story>(?:runner|elector|bully)/[\\w-]+\\.txt))`");

  private final House house = House.here();

  @Test
  void everyTestThatTheContractNamesIsThere() throws Exception {
    String contract = Files.readString(house.root().resolve("docs/contract.md"));
    contract = contract.substring(contract.indexOf("## Defects")); // before it: how names look
    Map<String, String> sources = sources();
    List<String> missing = new ArrayList<>();
    int named = 0;
    Matcher name = NAMED.matcher(contract);
    while (name.find()) {
      named++;
      if (!isThere(name, sources)) {
        missing.add(name.group());
      }
    }
    assertThat(named).isGreaterThan(200);
    assertThat(missing).isEmpty();
  }

  private boolean isThere(Matcher name, Map<String, String> sources) {
    if (name.group("story") != null) {
      Path stories = house.root().resolve("core/src/test/resources/transcripts");
      return Files.exists(stories.resolve(name.group("story")));
    }
    String unit = name.group("unit");
    String file = unit == null ? name.group("file") + ".py" : unit + ".java";
    String text = sources.getOrDefault(file, "");
    return unit == null
        ? text.contains("class " + name.group("type") + "(")
            && text.contains("def " + name.group("test") + "(")
        : text.contains("void " + name.group("method") + "(");
  }

  /** Of two files with one name, as OptionsTest, what stands in either. */
  private Map<String, String> sources() throws IOException {
    Map<String, String> sources = new HashMap<>();
    List<Path> files = new ArrayList<>(house.javaSources());
    for (String folder : List.of("test/cluster", "test/terminal")) {
      try (Stream<Path> python = Files.list(house.root().resolve(folder))) {
        files.addAll(python.filter(file -> file.toString().endsWith(".py")).toList());
      }
    }
    for (Path file : files) {
      sources.merge(file.getFileName().toString(), Files.readString(file), String::concat);
    }
    return sources;
  }
}
