package dev.koi.node.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * The two calls by which a disk says that it is full or broken. A seam for tests, which cannot fill the disk
 * that they run on, nor make its flush fail.
 */
interface Drive {

  /** The file system itself. */
  Drive REAL =
      new Drive() {
        @Override
        public int write(FileChannel channel, ByteBuffer bytes, long at) throws IOException {
          return channel.write(bytes, at);
        }

        @Override
        public void force(FileChannel channel, boolean metadata) throws IOException {
          channel.force(metadata);
        }
      };

  int write(FileChannel channel, ByteBuffer bytes, long at) throws IOException;

  void force(FileChannel channel, boolean metadata) throws IOException;
}
