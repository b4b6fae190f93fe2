package io.machinenative.axiom.natives.aes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much memory this process has, with what is outside the heap. */
final class ResidentSet {
  private ResidentSet() {}

  /** {@code RssAnon} of {@code /proc/self/status}, after a collection. */
  static long bytes() {
    System.gc();
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("RssAnon:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
