package dev.koi.cli;

import dev.koi.wire.api.ExitCode;
import dev.koi.wire.api.Program;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The command {@code koi}. */
public final class Koi {

  private Koi() {}

  /** Runs the command line and exits with its code. */
  public static void main(String[] arguments) {
    PrintStream out = stream(FileDescriptor.out, System.getProperty("stdout.encoding"));
    PrintStream err = stream(FileDescriptor.err, System.getProperty("stderr.encoding"));
    Input in = new Input(System.in, () -> isTerminal(0));
    World world = new World(out, err, System.getenv(), isTerminal(1), in);
    int code = run(arguments, world);
    out.flush();
    err.flush();
    if (out.checkError() && code == ExitCode.DONE) {
      code = ExitCode.FAILED; // a full disk or a closed pipe: the answer did not arrive
    }
    System.exit(code);
  }

  /** Runs one command line and returns its exit code. */
  static int run(String[] arguments, World world) {
    if (arguments.length == 1 && isVersion(arguments[0])) {
      world.out().println("koi " + Program.VERSION);
      return ExitCode.DONE;
    }
    if (arguments.length > 0 && arguments[0].equals(OldConfig.WORD)) {
      return OldConfig.run(List.of(arguments).subList(1, arguments.length), world);
    }
    QuickLine quick = QuickLine.read(arguments);
    return quick == null ? FullLine.run(arguments, world) : new Asking(world, quick).run();
  }

  private static boolean isVersion(String argument) {
    return argument.equals("-v") || argument.equals("--version") || argument.equals("version");
  }

  /** Buffered and not flushed line by line, as System.out would be. */
  private static PrintStream stream(FileDescriptor descriptor, String encoding) {
    Charset charset = encoding == null ? StandardCharsets.UTF_8 : Charset.forName(encoding);
    return new PrintStream(new FileOutputStream(descriptor), false, charset);
  }

  /** Where the link of a descriptor points; the JDK's console would load a terminal library. */
  private static boolean isTerminal(int descriptor) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException _) {
      return false;
    }
  }
}
