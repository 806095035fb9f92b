package dev.koi.house;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.List;
import java.util.Map;

/** Which module may know which (DESIGN, Rooms). */
final class ArrowRules {

  static final Map<String, List<String>> MAY_USE =
      Map.of(
          "core", List.of(),
          "wire", List.of("core"),
          "node", List.of("core", "wire"),
          "cli", List.of("core", "wire"),
          "sim", List.of("core", "wire", "node"));

  private ArrowRules() {}

  /**
   * @param root the package that holds one package for each module
   */
  static ArchRule arrows(String root, String module) {
    List<String> known = MAY_USE.get(module);
    if (known == null) {
      throw new IllegalArgumentException("no arrows are drawn for module " + module);
    }
    var allowed =
        DescribedPredicate.<JavaClass>describe(
            "are of " + module + ", of " + known + " or no modules of ours",
            type -> {
              String name = type.getBaseComponentType().getPackageName() + ".";
              return !name.startsWith(root + ".")
                  || name.startsWith(root + "." + module + ".")
                  || known.stream().anyMatch(m -> name.startsWith(root + "." + m + "."));
            });
    return ArchRuleDefinition.classes()
        .that()
        .resideInAPackage(root + "." + module + "..")
        .should()
        .onlyDependOnClassesThat(allowed);
  }
}
