package dev.koi.house;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Core decides from its arguments alone: no clock, socket, file, thread or random number (DESIGN,
 * How a decision travels). That is what makes a simulated run repeatable and a decision explainable.
 */
final class PurityRules {

  private static final Set<String> PACKAGES =
      Set.of(
          "java.lang",
          "java.lang.annotation",
          "java.lang.constant",
          "java.lang.invoke",
          "java.lang.runtime",
          "java.math",
          "java.nio",
          "java.nio.charset",
          "java.security",
          "java.time",
          "java.time.format",
          "java.util",
          "java.util.function",
          "java.util.regex",
          "java.util.stream",
          "org.jspecify.annotations");

  /** In those packages, and yet doors to the world. */
  private static final Set<String> DOORS =
      Set.of(
          "java.lang.ClassLoader",
          "java.lang.IO",
          "java.lang.InheritableThreadLocal",
          "java.lang.Process",
          "java.lang.ProcessBuilder",
          "java.lang.ProcessHandle",
          "java.lang.Runtime",
          "java.lang.ScopedValue",
          "java.lang.Thread",
          "java.lang.ThreadGroup",
          "java.lang.ThreadLocal",
          "java.security.SecureRandom",
          "java.time.Clock",
          "java.time.InstantSource",
          "java.util.Calendar",
          "java.util.Date",
          "java.util.GregorianCalendar",
          "java.util.Random",
          "java.util.Scanner",
          "java.util.ServiceLoader",
          "java.util.SplittableRandom",
          "java.util.Timer",
          "java.util.TimerTask",
          "java.util.TimeZone");

  private static final Set<String> ACTS =
      Set.of(
          "java.lang.Math.random",
          "java.lang.Object.notify",
          "java.lang.Object.notifyAll",
          "java.lang.Object.wait",
          "java.util.Collection.parallelStream",
          "java.util.Collections.shuffle",
          "java.util.Locale.getDefault",
          "java.util.UUID.randomUUID",
          "java.util.stream.BaseStream.parallel");

  /** Their order comes from a salt that the JVM draws at start, or from objects' addresses. */
  private static final Set<String> UNSTABLE_ORDER =
      Set.of(
          "java.util.Map.copyOf",
          "java.util.Map.of",
          "java.util.Map.ofEntries",
          "java.util.Set.copyOf",
          "java.util.Set.of",
          "java.util.stream.Collectors.toSet",
          "java.util.stream.Collectors.toMap",
          "java.util.stream.Collectors.toUnmodifiableMap",
          "java.util.stream.Collectors.toUnmodifiableSet");

  /** A hash of an enum's constant, also as part of a record's, is its address. */
  private static final Set<String> UNSTABLE_TYPES =
      Set.of("java.util.HashMap", "java.util.HashSet", "java.util.IdentityHashMap");

  private PurityRules() {}

  /** Which types the classes below {@code base} may know at all. */
  static ArchRule usesOnlyWhatComputes(String base) {
    var allowed =
        DescribedPredicate.<JavaClass>describe(
            "compute and nothing else",
            type -> {
              JavaClass element = type.getBaseComponentType();
              return element.isPrimitive()
                  || (element.getPackageName() + ".").startsWith(base + ".")
                  || (PACKAGES.contains(element.getPackageName())
                      && !DOORS.contains(element.getName()));
            });
    return ArchRuleDefinition.classes()
        .that()
        .resideInAPackage(base + "..")
        .should()
        .onlyDependOnClassesThat(allowed);
  }

  /** Which methods of those types ask the world after all. */
  static ArchRule asksNothing(String base) {
    return forbids(base, "ask a clock, the system or chance", PurityRules::asksTheWorld);
  }

  /** Same input, same order of output: in every run of every JVM. */
  static ArchRule keepsItsOrder(String base) {
    return forbids(
        base,
        "iterate in an order that changes from run to run (sort, or keep the order of insertion)",
        PurityRules::isUnstable);
  }

  private static boolean isUnstable(JavaAccess<?> access) {
    if (UNSTABLE_TYPES.contains(access.getTargetOwner().getName())) {
      return access.getTarget().getName().equals("<init>");
    }
    return UNSTABLE_ORDER.contains(name(access)) && !holdsOneAtMost(access);
  }

  /** {@code Set.of()}, {@code Set.of(a)}, {@code Map.of(k, v)}: nothing to put in order. */
  private static boolean holdsOneAtMost(JavaAccess<?> access) {
    if (!access.getTarget().getName().equals("of")
        || !(access.getTarget() instanceof AccessTarget.CodeUnitAccessTarget called)) {
      return false;
    }
    List<JavaClass> parameters = called.getRawParameterTypes();
    int one = access.getTargetOwner().getName().equals("java.util.Map") ? 2 : 1;
    return parameters.size() <= one && parameters.stream().noneMatch(JavaClass::isArray);
  }

  private static boolean asksTheWorld(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    String member = access.getTarget().getName();
    return ACTS.contains(name(access))
        || (owner.equals("java.lang.System") && !member.equals("arraycopy"))
        || (owner.startsWith("java.time.") && member.equals("now"))
        || member.equals("parallelStream")
        || (owner.startsWith("java.util.stream.") && member.equals("parallel"))
        || (owner.equals("java.util.Arrays") && member.startsWith("parallel"));
  }

  private static String name(JavaAccess<?> access) {
    return access.getTargetOwner().getName() + "." + access.getTarget().getName();
  }

  private static ArchRule forbids(
      String base, String what, Predicate<JavaAccess<?>> forbidden) {
    return ArchRuleDefinition.noClasses()
        .that()
        .resideInAPackage(base + "..")
        .should()
        .accessTargetWhere(DescribedPredicate.describe(what, forbidden));
  }
}
