package io.machinenative.axiom.engine.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Which start of the machine this is. After another one, what {@code PROCESS} promised is void: the
 * page cache went with the machine. Linux tells by {@code /proc/sys/kernel/random/boot_id}.
 */
final class HostBoot {
  /** The host does not tell. */
  static final UUID UNKNOWN = new UUID(0, 0);

  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  private HostBoot() {}

  static UUID id() {
    try {
      return Files.isReadable(BOOT_ID)
          ? UUID.fromString(Files.readString(BOOT_ID).trim())
          : UNKNOWN;
    } catch (IOException | IllegalArgumentException e) {
      // A host that hides it is one that does not tell.
      return UNKNOWN;
    }
  }
}
