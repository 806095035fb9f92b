package dev.koi.node.start;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Standard output and error of the process itself. Java can give System.out another stream, but not
 * descriptor 1 another file, and as long as that is open the caller's pipe or terminal is held.
 */
@SuppressWarnings("restricted") // open and dup2 have no other door
final class StandardStreams {

  private static final int O_RDWR = 2;

  private StandardStreams() {}

  /** Both go to /dev/null from now on. */
  static void toNull() throws IOException {
    Linker linker = Linker.nativeLinker();
    MethodHandle open =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("open"),
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
            Linker.Option.firstVariadicArg(2));
    MethodHandle dup2 =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("dup2"),
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    MethodHandle close =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("close"), FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment path = arena.allocateFrom("/dev/null");
      int file = (int) open.invokeExact(path, O_RDWR);
      boolean done = file >= 0 && (int) dup2.invokeExact(file, 1) == 1;
      done = done && (int) dup2.invokeExact(file, 2) == 2;
      if (file > 2) {
        int _ = (int) close.invokeExact(file);
      }
      if (!done) {
        throw new IOException("standard output cannot be sent to /dev/null");
      }
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable impossible) { // a downcall throws nothing of its own
      throw new IllegalStateException("dup2", impossible);
    }
  }
}
