package dev.koi.house;

import java.util.regex.Pattern;

/** What stands in a package-info. */
final class PackageInfo {

  private static final Pattern COMPLETE =
      Pattern.compile("(?s).*/\\*\\*.*\\w.*\\*/\\s*@NullMarked\\s+package .*");

  private PackageInfo() {}

  /** Whether it says in words what the package is for, and that null is the exception there. */
  static boolean isComplete(String text) {
    return COMPLETE.matcher(text).matches();
  }
}
