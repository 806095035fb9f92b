package dev.koi.cli;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Rows and columns of the terminal behind standard output, as the kernel knows them now. For
 * commands that stay: one that answers once is told by its launcher, which is cheaper.
 */
record TerminalSize(int rows, int columns) {

  private static final long TIOCGWINSZ = 0x5413; // x86-64 and arm64
  private static final int STANDARD_OUTPUT = 1;

  /** Empty if it is no terminal, or one without a size such as a serial line. */
  @SuppressWarnings("restricted") // the one call of libc here
  static Optional<TerminalSize> now() {
    Linker linker = Linker.nativeLinker();
    MethodHandle ioctl =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("ioctl"),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_LONG,
                ValueLayout.ADDRESS),
            Linker.Option.firstVariadicArg(2));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment size = arena.allocate(ValueLayout.JAVA_SHORT, 4);
      int failed = (int) ioctl.invokeExact(STANDARD_OUTPUT, TIOCGWINSZ, size);
      int rows = Short.toUnsignedInt(size.getAtIndex(ValueLayout.JAVA_SHORT, 0));
      int columns = Short.toUnsignedInt(size.getAtIndex(ValueLayout.JAVA_SHORT, 1));
      return failed != 0 || rows == 0 || columns == 0
          ? Optional.empty()
          : Optional.of(new TerminalSize(rows, columns));
    } catch (Throwable e) {
      throw new IllegalStateException("ioctl cannot be called", e);
    }
  }
}
