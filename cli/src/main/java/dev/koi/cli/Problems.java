package dev.koi.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Errors of the file system in words: the JDK's messages are often the bare path. */
final class Problems {

  private Problems() {}

  static String of(IOException e) {
    return switch (e) { // a message with a reason is a sentence already
      case NoSuchFileException n -> n.getFile() + ": no such file or folder";
      case AccessDeniedException a -> a.getFile() + ": permission denied";
      case FileAlreadyExistsException f when f.getReason() == null -> f.getFile() + ": exists already";
      case FileSystemException f when f.getReason() == null -> f.getFile() + ": cannot be used";
      default -> String.valueOf(e.getMessage());
    };
  }
}
