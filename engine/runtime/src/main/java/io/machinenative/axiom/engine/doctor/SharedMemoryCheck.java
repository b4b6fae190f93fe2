package io.machinenative.axiom.engine.doctor;

import io.machinenative.axiom.engine.transport.aeron.DriverOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Whether Aeron has memory for its streams: files that processes share, without a disk behind. */
final class SharedMemoryCheck implements Check {
  private static final String NAME = "shared memory";
  private static final String SHARED = "/dev/shm";

  /** Counters, commands and losses of a media driver: what one takes before any client comes. */
  static final long DRIVER_BYTES = 48L << 20;

  /** Two streams of three terms: what Aeron wants to be free when a client comes. */
  static final long CLIENT_BYTES = 2 * 3L * DriverOptions.DEFAULT_TERM_BYTES;

  private static final int CLIENTS_AT_LEAST = 1;
  private static final int CLIENTS_AT_BEST = 10;

  private final HostFiles host;

  SharedMemoryCheck(HostFiles host) {
    this.host = host;
  }

  @Override
  public List<Finding> look() {
    List<String> mounts = host.lines("/proc/mounts");
    if (mounts.isEmpty()) {
      return List.of(Finding.notChecked(NAME));
    }
    Path folder = Path.of(SHARED);
    if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
      return List.of(
          Finding.advice(
              NAME,
              SHARED + " is missing or cannot be written",
              "Aeron uses the folder for temporary files, and a disk: mount -t tmpfs tmpfs "
                  + SHARED));
    }
    try {
      return List.of(judge(Files.getFileStore(folder).getUsableSpace(), mount(mounts)));
    } catch (IOException e) {
      return List.of(Finding.advice(NAME, SHARED + " cannot be read: " + e, ""));
    }
  }

  /** Type and options of the mount, for example {@code tmpfs rw,relatime}; the last one counts. */
  static Optional<String> mount(List<String> mounts) {
    return mounts.stream()
        .map(line -> line.split(" "))
        .filter(words -> words.length >= 4 && words[1].equals(SHARED))
        .map(words -> words[2] + " " + words[3])
        .reduce((first, last) -> last);
  }

  static Finding judge(long freeBytes, Optional<String> mount) {
    String found =
        SHARED + ", " + (freeBytes >> 20) + " MiB free, " + mount.orElse("no mount of its own");
    String need =
        "a media driver takes "
            + (DRIVER_BYTES >> 20)
            + " MiB, each of its clients "
            + (CLIENT_BYTES >> 20)
            + " MiB";
    if (freeBytes < DRIVER_BYTES + CLIENTS_AT_LEAST * CLIENT_BYTES) {
      return Finding.problem(
          NAME, found, need + ": remove what lies there, or enlarge it (" + enlarge() + ")");
    }
    if (freeBytes < DRIVER_BYTES + CLIENTS_AT_BEST * CLIENT_BYTES) {
      return Finding.advice(NAME, found, need + ": " + enlarge());
    }
    return mount.filter(text -> text.startsWith("tmpfs ")).isPresent()
        ? Finding.ok(NAME, found)
        : Finding.advice(NAME, found, "not in memory: mount -t tmpfs tmpfs " + SHARED);
  }

  private static String enlarge() {
    return "mount -o remount,size=1g " + SHARED + "; for a container --shm-size=1g";
  }
}
