package dev.koi.core.runner;

/**
 * A script as it was found on disk. The identity is kept because exactly the scripts that were there
 * at promote must be demoted (SAFETY R5): one that was replaced or vanished since proves nothing.
 *
 * @param path the executable
 * @param device of its file
 * @param inode of its file
 * @param hash of its content, in hexadecimal
 */
public record Script(String path, long device, long inode, String hash) {}
