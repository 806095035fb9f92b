package dev.koi.node.real;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.koi.core.time.Moment;
import dev.koi.node.port.Clock;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.time.Instant;

/**
 * The kernel's clocks. The JVM shows CLOCK_MONOTONIC only, so all three are read by clock_gettime
 * itself, from the vDSO and without a system call; the guard, which compares moments with ours, reads
 * the same way. To link the call costs a start 60 ms of one core, 20 with an
 * AOT cache; the JVM's own System.nanoTime would cost nothing and lacks the two clocks that matter.
 */
@SuppressWarnings("restricted") // the one downcall: clock_gettime has no other door
public final class RealClock implements Clock {

  private static final int MONOTONIC = 1;
  private static final int MONOTONIC_RAW = 4;
  private static final int BOOTTIME = 7;
  private static final MethodHandle CLOCK_GETTIME = link();

  /** A struct timespec of two longs; reused, so that reading leaves nothing to collect. */
  private final MemorySegment time = Arena.global().allocate(2 * JAVA_LONG.byteSize(), 8);

  private static MethodHandle link() {
    Linker linker = Linker.nativeLinker();
    FunctionDescriptor signature = FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS);
    // Critical: without the thread's change of state, which would cost more than the reading.
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow("clock_gettime"), signature, Linker.Option.critical(false));
  }

  @Override
  public synchronized Moment now() {
    return new Moment(read(MONOTONIC), read(MONOTONIC_RAW), read(BOOTTIME));
  }

  @Override
  public Instant wall() {
    return Instant.now();
  }

  private long read(int clock) {
    int result;
    try {
      result = (int) CLOCK_GETTIME.invokeExact(clock, time);
    } catch (Throwable impossible) { // a downcall throws nothing of its own
      throw new IllegalStateException("clock_gettime", impossible);
    }
    if (result != 0) {
      throw new IllegalStateException("the kernel has no clock " + clock);
    }
    return time.get(JAVA_LONG, 0) * 1_000_000_000L + time.get(JAVA_LONG, 8);
  }
}
