package dev.koi.node.journal;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.Charset;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * There is no room for what was to be written. All that was safe before still is, so the member may come
 * back as the voter that it was, once there is room (SAFETY E1).
 *
 * <p>How it is recognised. Java shows no errno: what is left of it are the words of {@code strerror}, as
 * the message of an IOException of a channel, or as the reason of a FileSystemException. They are compared
 * with what {@code strerror} says of ENOSPC and EDQUOT in this very process, since its language is that of
 * the process's locale; and with the English words, in case the two disagree about the character set.
 * Both mistakes are harmless: what is not recognised is taken for a failure, after which the member returns
 * as a learner; and a write that failed in any way (a flush is another matter, see {@link FailedFlush})
 * has lost nothing that was flushed before it.
 */
@SuppressWarnings("restricted") // strerror has no other door
public final class FullDisk extends IOException {

  private static final long serialVersionUID = 1;

  private static final int ENOSPC = 28;
  private static final int EDQUOT = 122;
  private static final int LONGEST = 1024;

  FullDisk(String what, @Nullable Throwable cause) {
    super(what, cause);
  }

  /** The same failure, of this file, and as one of these if the disk is full. */
  static IOException told(Path file, IOException e) {
    if (e instanceof FullDisk) {
      return e;
    }
    String why = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    String what = file + ": " + (why == null ? e.toString() : why);
    return why != null && isFull(why) ? new FullDisk(what, e) : new IOException(what, e);
  }

  static boolean isFull(String words) {
    return words.equals("No space left on device")
        || words.equals("Disk quota exceeded")
        || words.equals(words(ENOSPC))
        || words.equals(words(EDQUOT));
  }

  /** What this process calls an error. */
  static String words(int errno) {
    Linker linker = Linker.nativeLinker();
    MethodHandle strerror =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("strerror"), FunctionDescriptor.of(ADDRESS, JAVA_INT));
    MemorySegment text;
    try {
      text = (MemorySegment) strerror.invokeExact(errno);
    } catch (Throwable impossible) { // a downcall throws nothing of its own
      throw new IllegalStateException("strerror", impossible);
    }
    Charset charset = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
    return text.reinterpret(LONGEST).getString(0, charset);
  }
}
