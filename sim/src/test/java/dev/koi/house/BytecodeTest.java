package dev.koi.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Arrows and purity. */
class BytecodeTest {

  private static final String SAMPLE = "dev.koi.house.sample";
  private static final String SAMPLE_CORE = SAMPLE + ".core";

  private final House house = House.here();

  @Test
  void modulesKnowEachOtherOnlyAsDrawn() {
    JavaClasses classes = compiled(House.MODULES);
    for (String module : House.MODULES) {
      assertThat(broken(ArrowRules.arrows("dev.koi", module), classes)).isEmpty();
    }
  }

  @Test
  void coreIsPure() {
    JavaClasses classes = compiled(List.of("core"));
    assertThat(broken(PurityRules.usesOnlyWhatComputes("dev.koi.core"), classes)).isEmpty();
    assertThat(broken(PurityRules.asksNothing("dev.koi.core"), classes)).isEmpty();
    assertThat(broken(PurityRules.keepsItsOrder("dev.koi.core"), classes)).isEmpty();
  }

  @Test
  void anArrowAgainstTheDrawingIsFound() {
    assertThat(broken(ArrowRules.arrows(SAMPLE, "core"), sample()))
        .anyMatch(line -> line.contains("looksUpwards"))
        .noneMatch(line -> line.contains(".Pure"));
  }

  @Test
  void anArrowAsDrawnIsNoFinding() {
    assertThat(broken(ArrowRules.arrows(SAMPLE, "wire"), sample())).isEmpty();
  }

  @Test
  void whatLeavesCoreIsFound() {
    assertThat(broken(PurityRules.usesOnlyWhatComputes(SAMPLE_CORE), sample()))
        .anyMatch(line -> line.contains("startsAThread"))
        .anyMatch(line -> line.contains("opensAFile"))
        .anyMatch(line -> line.contains("awaits"))
        .noneMatch(line -> line.contains(".Pure"));
  }

  @Test
  void clocksAndChanceAreFoundBehindAReferenceToo() {
    assertThat(broken(PurityRules.asksNothing(SAMPLE_CORE), sample()))
        .anyMatch(line -> line.contains("readsTheClock()"))
        .anyMatch(line -> line.contains("readsTheClockLater()"))
        .anyMatch(line -> line.contains("rollsDice()"))
        .noneMatch(line -> line.contains(".Pure"));
  }

  @Test
  void anOrderThatChangesFromRunToRunIsFound() {
    assertThat(broken(PurityRules.keepsItsOrder(SAMPLE_CORE), sample()))
        .anyMatch(line -> line.contains("forgetsTheOrder"))
        .anyMatch(line -> line.contains("collectsWithoutOrder"))
        .anyMatch(line -> line.contains("listsWithoutOrder"))
        .anyMatch(line -> line.contains("hashes") && line.contains("HashMap.<init>"))
        .anyMatch(line -> line.contains("hashes") && line.contains("HashSet.<init>"))
        .noneMatch(line -> line.contains(".Pure"));
  }

  private JavaClasses compiled(List<String> modules) {
    var importer = new ClassFileImporter();
    for (String module : modules) {
      assertThat(house.classes(module)).as("compiled classes of " + module).isDirectory();
    }
    return importer.importPaths(modules.stream().map(house::classes).toList());
  }

  private static JavaClasses sample() {
    return new ClassFileImporter().importPackages(SAMPLE);
  }

  private static List<String> broken(ArchRule rule, JavaClasses classes) {
    return rule.allowEmptyShould(true).evaluate(classes).getFailureReport().getDetails();
  }
}
