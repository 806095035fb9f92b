package dev.koi.house;

import com.sun.source.tree.BindingPatternTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.DefaultCaseLabelTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.PatternCaseLabelTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;
import org.jspecify.annotations.Nullable;

/** Rules about methods, types, switches and calls, checked on attributed sources. */
final class LanguageRules extends TreePathScanner<@Nullable Void, @Nullable Void> {

  static final int MAX_METHOD_LINES = 60;
  static final int MAX_PARAMETERS = 5;

  private static final Set<String> SLEEPS =
      Set.of(
          "java.lang.Thread.sleep",
          "java.util.concurrent.TimeUnit.sleep",
          "java.util.concurrent.locks.LockSupport.parkNanos",
          "java.util.concurrent.locks.LockSupport.parkUntil");

  private static final Set<String> ENUM_ORDER =
      Set.of("java.lang.Enum.ordinal", "java.lang.Enum.compareTo");

  private final Sources sources;
  private final CompilationUnitTree unit;
  private final String path;
  private final List<Finding> findings = new ArrayList<>();

  private LanguageRules(Sources sources, CompilationUnitTree unit, String path) {
    this.sources = sources;
    this.unit = unit;
    this.path = path;
  }

  /** Checks one of the units; {@code path} is how to call it, and tells tests from the rest. */
  static List<Finding> check(Sources sources, CompilationUnitTree unit, String path) {
    var rules = new LanguageRules(sources, unit, path);
    rules.scan(unit, null);
    return rules.findings;
  }

  @Override
  public @Nullable Void visitClass(ClassTree tree, @Nullable Void nothing) {
    if (TextRules.isForbiddenName(tree.getSimpleName().toString())) {
      report(tree, "type " + tree.getSimpleName() + ": a name that says nothing");
    }
    return super.visitClass(tree, null);
  }

  @Override
  public @Nullable Void visitMethod(MethodTree tree, @Nullable Void nothing) {
    Element element = sources.trees().getElement(getCurrentPath());
    if (element instanceof ExecutableElement method
        && sources.elements().getOrigin(method) == Elements.Origin.EXPLICIT) {
      long lines = lineOfEnd(tree) - line(tree) + 1;
      if (lines > MAX_METHOD_LINES) {
        report(tree, lines + " lines in " + method + ", " + MAX_METHOD_LINES + " at most");
      }
      int parameters = method.getParameters().size();
      if (parameters > MAX_PARAMETERS && !isCanonical(method)) {
        report(tree, parameters + " parameters of " + method + ": make a record of them");
      }
    }
    return super.visitMethod(tree, null);
  }

  @Override
  public @Nullable Void visitSwitch(SwitchTree tree, @Nullable Void nothing) {
    checkSwitch(tree.getExpression(), tree.getCases());
    return super.visitSwitch(tree, null);
  }

  @Override
  public @Nullable Void visitSwitchExpression(SwitchExpressionTree tree, @Nullable Void nothing) {
    checkSwitch(tree.getExpression(), tree.getCases());
    return super.visitSwitchExpression(tree, null);
  }

  @Override
  public @Nullable Void visitMethodInvocation(MethodInvocationTree tree, @Nullable Void nothing) {
    checkUse(tree);
    return super.visitMethodInvocation(tree, null);
  }

  @Override
  public @Nullable Void visitMemberReference(MemberReferenceTree tree, @Nullable Void nothing) {
    checkUse(tree);
    return super.visitMemberReference(tree, null);
  }

  private void checkUse(Tree tree) {
    if (!(sources.trees().getElement(getCurrentPath()) instanceof ExecutableElement method)
        || !(method.getEnclosingElement() instanceof TypeElement owner)) {
      return;
    }
    String name = owner.getQualifiedName() + "." + method.getSimpleName();
    if (ENUM_ORDER.contains(name)) {
      report(tree, name + ": the order of an enum means nothing");
    }
    if (path.contains("src/test/") && SLEEPS.contains(name)) {
      report(tree, name + " in a test: simulate time, or await an event");
    }
  }

  private void checkSwitch(ExpressionTree selector, List<? extends CaseTree> cases) {
    ExpressionTree inner = selector;
    TreePath place = new TreePath(getCurrentPath(), selector);
    while (inner instanceof ParenthesizedTree parenthesized) {
      inner = parenthesized.getExpression();
      place = new TreePath(place, inner);
    }
    TypeMirror type = sources.trees().getTypeMirror(place);
    if (type instanceof DeclaredType declared
        && declared.asElement() instanceof TypeElement element
        && isClosed(element)) {
      for (CaseTree one : cases) {
        if (takesTheRest(one, place, type)) {
          report(one, "a switch over " + element + " names every case: no default");
        }
      }
    }
  }

  /** Ours, and with a known set of cases, so that a new one shall break the build where it matters. */
  private static boolean isClosed(TypeElement type) {
    return type.getQualifiedName().toString().startsWith("dev.koi.")
        && (type.getKind() == ElementKind.ENUM || type.getModifiers().contains(Modifier.SEALED));
  }

  private boolean takesTheRest(CaseTree one, TreePath place, TypeMirror selector) {
    var types = sources.types();
    return one.getLabels().stream()
        .anyMatch(
            label ->
                switch (label) {
                  case DefaultCaseLabelTree _ -> true;
                  case PatternCaseLabelTree pattern
                      when one.getGuard() == null
                          && pattern.getPattern() instanceof BindingPatternTree binding -> {
                    TreePath at = new TreePath(new TreePath(place, binding), binding.getVariable());
                    TypeMirror bound = sources.trees().getTypeMirror(at);
                    yield types.isSubtype(types.erasure(selector), types.erasure(bound));
                  }
                  default -> false;
                });
  }

  private static boolean isCanonical(ExecutableElement method) {
    return method.getKind() == ElementKind.CONSTRUCTOR
        && method.getEnclosingElement() instanceof TypeElement type
        && type.getKind() == ElementKind.RECORD
        && type.getRecordComponents().size() == method.getParameters().size();
  }

  private void report(Tree tree, String message) {
    findings.add(new Finding(path, line(tree), message));
  }

  private long line(Tree tree) {
    long start = sources.trees().getSourcePositions().getStartPosition(unit, tree);
    return unit.getLineMap().getLineNumber(start);
  }

  private long lineOfEnd(Tree tree) {
    long end = sources.trees().getSourcePositions().getEndPosition(unit, tree);
    return unit.getLineMap().getLineNumber(end);
  }
}
