package dev.koi.house;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Java sources as the compiler understands them, with types. A rule such as "no default in a switch
 * over a sealed type" cannot be had from text, and not from byte code either, where a default is
 * always there.
 */
record Sources(List<CompilationUnitTree> units, Trees trees, Types types, Elements elements) {

  Sources {
    units = List.copyOf(units);
  }

  static Sources ofFiles(List<Path> files) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (var manager = compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
      List<JavaFileObject> objects = new ArrayList<>();
      manager.getJavaFileObjectsFromPaths(files).forEach(objects::add);
      return of(compiler, manager, objects);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One file, for trying a rule. */
  static Sources ofText(String path, String text) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (var manager = compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
      return of(compiler, manager, List.of(new Text(path, text)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Sources of(
      JavaCompiler compiler, StandardJavaFileManager manager, List<JavaFileObject> objects)
      throws IOException {
    var diagnostics = new DiagnosticCollector<JavaFileObject>();
    String classPath = System.getProperty("java.class.path");
    List<String> options = List.of("--release", "25", "-proc:none", "-Xlint:none", "-cp", classPath);
    var task =
        (JavacTask) compiler.getTask(null, manager, diagnostics, options, null, objects);
    List<CompilationUnitTree> units = new ArrayList<>();
    task.parse().forEach(units::add);
    task.analyze();
    List<String> errors =
        diagnostics.getDiagnostics().stream()
            .filter(d -> d.getKind() == Diagnostic.Kind.ERROR)
            .map(Object::toString)
            .toList();
    if (!errors.isEmpty()) {
      throw new IllegalStateException(
          "not understood, so nothing can be proved (is a generated source or a test library missing"
              + " in module sim?):\n"
              + String.join("\n", errors));
    }
    return new Sources(units, Trees.instance(task), task.getTypes(), task.getElements());
  }

  private static final class Text extends SimpleJavaFileObject {

    private final String text;

    Text(String path, String text) {
      super(URI.create("string:///" + path), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
