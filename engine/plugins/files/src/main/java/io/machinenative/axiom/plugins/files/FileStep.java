package io.machinenative.axiom.plugins.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** What a {@link FileTransform} does with one file. */
@FunctionalInterface
public interface FileStep {
  /**
   * Reads a whole file and writes what becomes of it.
   *
   * @param source the file, for its name
   * @param in at its beginning
   * @param out empty; becomes a file when this returns
   * @param watch to be told of the bytes that were read
   * @return bytes written
   * @throws IOException when the file fails: there is no output then, and others go on
   */
  long run(Path source, FileChannel in, FileChannel out, CallWatch watch) throws IOException;
}
