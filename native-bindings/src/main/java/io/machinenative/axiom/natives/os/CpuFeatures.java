package io.machinenative.axiom.natives.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the CPU can do, in the words of Linux: {@code aes}, {@code vaes}, {@code avx512f}.
 *
 * <p>Read from {@code /proc/cpuinfo}, where the kernel lists only what it has also switched on: a
 * library that asks the CPU alone may find instructions that trap. Elsewhere nothing is known, and
 * nothing is claimed.
 *
 * @param flags of the first CPU; the others of a machine are alike
 */
public record CpuFeatures(Set<String> flags) {
  private static final Path CPUINFO = Path.of("/proc/cpuinfo");

  public CpuFeatures {
    flags = Set.copyOf(flags);
  }

  /** Of this machine; empty where the kernel does not say. */
  public static CpuFeatures current() {
    if (!Files.isReadable(CPUINFO)) {
      return new CpuFeatures(Set.of());
    }
    try {
      return of(Files.readString(CPUINFO));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("expected to read " + CPUINFO, e);
    }
  }

  /** Reads the first {@code flags} (x86) or {@code Features} (ARM) line. */
  static CpuFeatures of(String cpuinfo) {
    return cpuinfo
        .lines()
        .filter(line -> line.startsWith("flags") || line.startsWith("Features"))
        .findFirst()
        .map(line -> Stream.of(line.substring(line.indexOf(':') + 1).trim().split(" +")))
        .map(words -> new CpuFeatures(words.collect(Collectors.toSet())))
        .orElse(new CpuFeatures(Set.of()));
  }

  public boolean hasAll(String... names) {
    return Stream.of(names).allMatch(flags::contains);
  }
}
