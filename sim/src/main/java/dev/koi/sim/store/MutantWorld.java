package dev.koi.sim.store;

import dev.koi.sim.Subject;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * All our code once more in a class loader of its own, with one mistake compiled into it. By this the code
 * itself knows nothing of mutants: no switch that somebody could leave on.
 */
final class MutantWorld implements AutoCloseable {

  private final Path folder;
  private final URLClassLoader loader;

  private MutantWorld(Path folder, URLClassLoader loader) {
    this.folder = folder;
    this.loader = loader;
  }

  /**
   * Compiles it.
   *
   * @param root of the checkout, whose sources are read
   * @throws IOException if they cannot be read, or do not compile
   */
  static MutantWorld of(Mutant mutant, Path root) throws IOException {
    Path folder = Files.createTempDirectory("koi-mutant-");
    try {
      return new MutantWorld(folder, loader(mutant, root, folder));
    } catch (IOException | RuntimeException e) {
      remove(folder);
      throw e;
    }
  }

  private static URLClassLoader loader(Mutant mutant, Path root, Path folder) throws IOException {
    Path source = folder.resolve(Path.of(mutant.file()).getFileName());
    Files.writeString(source, mutant.made(Files.readString(root.resolve(mutant.file()))));
    Path classes = Files.createDirectory(folder.resolve("classes"));
    compile(source, classes);
    List<URL> path = new ArrayList<>();
    path.add(classes.toUri().toURL());
    for (String entry : classPath()) {
      path.add(url(entry));
    }
    return new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  private static URL url(String entry) throws MalformedURLException {
    return Path.of(entry).toUri().toURL();
  }

  private static List<String> classPath() {
    return List.of(System.getProperty("java.class.path").split(File.pathSeparator, -1));
  }

  private static void compile(Path source, Path classes) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of("-nowarn", "-proc:none", "-d", classes.toString(),
              "-cp", System.getProperty("java.class.path"));
      Iterable<? extends JavaFileObject> units = files.getJavaFileObjects(source);
      if (!compiler.getTask(said, files, null, options, null, units).call()) {
        throw new IOException("the mutant does not compile: " + said);
      }
    }
  }

  /** What a seed violates there. */
  List<String> violations(long seed, Duration length) {
    return run(seed, length, null).violations();
  }

  /** What a seed comes to there. */
  Subject.Told run(long seed, Duration length, @Nullable Set<String> only) {
    try {
      Class<?> stores = loader.loadClass(Stores.class.getName());
      Object subject = stores.getConstructor().newInstance();
      Method run =
          stores.getMethod("run", long.class, PrintStream.class, Duration.class, Set.class);
      Object told = run.invoke(subject, seed, null, length, only);
      return new Subject.Told(0, lines(told, "violations"), List.of(), lines(told, "faults"));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the mutant cannot be run", e);
    }
  }

  private static List<String> lines(Object told, String of) throws ReflectiveOperationException {
    List<?> lines = (List<?>) told.getClass().getMethod(of).invoke(told);
    return lines.stream().map(String::valueOf).toList();
  }

  @Override
  public void close() throws IOException {
    loader.close();
    remove(folder);
  }

  private static void remove(Path folder) throws IOException {
    try (var all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
