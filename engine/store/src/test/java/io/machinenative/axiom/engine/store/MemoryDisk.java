package io.machinenative.axiom.engine.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * Temporary folders in memory where there is room, for tests that open a store a thousand times:
 * they look at bytes, not at the disk's patience.
 */
final class MemoryDisk implements TempDirFactory {
  private static final Path MEMORY = Path.of("/dev/shm");
  private static final long ROOM_BYTES = 256L * 1024 * 1024;

  @Override
  public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext test)
      throws IOException {
    boolean room =
        Files.isWritable(MEMORY) && Files.getFileStore(MEMORY).getUsableSpace() > ROOM_BYTES;
    return room
        ? Files.createTempDirectory(MEMORY, "axiom-store-")
        : Files.createTempDirectory("axiom-store-");
  }
}
