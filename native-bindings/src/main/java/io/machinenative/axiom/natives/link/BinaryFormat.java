package io.machinenative.axiom.natives.link;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a file that the loader refused is: {@code dlopen} has a reason, but the JDK does not hand it
 * on.
 *
 * <p>An ELF file begins with {@code 7f 45 4c 46}, then its class (2: 64-bit) and byte order (1:
 * little), and has its machine as 16 bits at offset 18 (System V ABI, "ELF Header").
 */
final class BinaryFormat {
  private static final int HEADER_BYTES = 20;
  private static final Path MOUNTS = Path.of("/proc/self/mounts");
  private static final Map<Integer, String> MACHINES =
      Map.of(
          3, "x86", 40, "arm", 62, "amd64", 183, "aarch64", 21, "ppc64", 22, "s390x", 243, "riscv");

  private BinaryFormat() {}

  /** One line for people. */
  static String whyNotOpened(Candidate candidate, Platform platform) {
    Path file = candidate.file();
    if (file == null) {
      return "not found by the system's loader";
    }
    if (!Files.isReadable(file)) {
      return Files.exists(file) ? "not readable" : "no such file";
    }
    try (InputStream in = Files.newInputStream(file)) {
      if (isOnNoexec(file)) {
        return "on a file system mounted noexec"
            + (candidate.kind().equals("artifact")
                ? "; -D" + CarriedLibrary.DIRECTORY_PROPERTY + " names another folder"
                : "");
      }
      return describe(in.readNBytes(HEADER_BYTES), platform);
    } catch (IOException e) {
      return "not readable: " + e;
    }
  }

  private static String describe(byte[] header, Platform platform) {
    boolean elf =
        header.length == HEADER_BYTES
            && header[0] == 0x7f
            && header[1] == 'E'
            && header[2] == 'L'
            && header[3] == 'F';
    if (!elf) {
      return platform.isLinux() ? "not an ELF file" : "not opened by the system's loader";
    }
    boolean little = header[5] == 1;
    int machine =
        little
            ? (header[18] & 0xff) | (header[19] & 0xff) << 8
            : (header[19] & 0xff) | (header[18] & 0xff) << 8;
    String built = MACHINES.getOrDefault(machine, "machine " + machine);
    if (!built.equals(platform.arch()) || header[4] != 2) {
      String bits = header[4] == 2 ? "64-bit " : "32-bit ";
      return "built for " + bits + built + ", this JVM is " + platform;
    }
    return "refused by the system's loader: damaged, or a library that it needs is missing";
  }

  /**
   * Whether a file is on a file system that executes nothing, as {@code /proc/self/mounts} has it.
   */
  private static boolean isOnNoexec(Path file) throws IOException {
    if (!Files.isReadable(MOUNTS)) {
      return false;
    }
    Path real = file.toRealPath();
    String options = "";
    int depth = -1;
    for (String line : Files.readAllLines(MOUNTS)) {
      String[] fields = line.split(" ");
      Path mount = Path.of(fields[1].replace("\\040", " "));
      if (real.startsWith(mount) && mount.getNameCount() >= depth) {
        depth = mount.getNameCount();
        options = fields[3];
      }
    }
    return List.of(options.split(",")).contains("noexec");
  }
}
