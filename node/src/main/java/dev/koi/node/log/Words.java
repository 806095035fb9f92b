package dev.koi.node.log;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What went wrong with a file, in words: the messages of the JDK's exceptions are mere paths. */
public final class Words {

  private Words() {}

  /** For a person. */
  public static String of(IOException e) {
    return switch (e) {
      case AccessDeniedException denied -> "no permission for " + denied.getFile();
      case NoSuchFileException missing -> "no such file or folder: " + missing.getFile();
      case NotDirectoryException file -> "not a folder: " + file.getFile();
      case FileSystemException other ->
          other.getReason() == null
              ? other.getClass().getSimpleName() + ": " + other.getMessage()
              : other.getFile() + ": " + other.getReason();
      default -> e.getMessage() == null ? e.toString() : e.getMessage();
    };
  }
}
