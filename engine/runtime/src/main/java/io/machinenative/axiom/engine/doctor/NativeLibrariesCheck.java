package io.machinenative.axiom.engine.doctor;

import java.util.List;
import java.util.Optional;

/**
 * Whether native libraries lie where the system's loader looks. They are looked for by name and not
 * loaded: no tool of this version uses them yet.
 */
final class NativeLibrariesCheck implements Check {
  private static final List<String> FOLDERS =
      List.of(
          "/usr/local/lib",
          "/usr/lib/x86_64-linux-gnu",
          "/lib/x86_64-linux-gnu",
          "/usr/lib/aarch64-linux-gnu",
          "/lib/aarch64-linux-gnu",
          "/usr/lib64",
          "/lib64",
          "/usr/lib");

  /**
   * @param file as the linker names it
   * @param debian the package that brings it
   * @param purpose what it will serve
   */
  private record Library(String file, String debian, String purpose) {}

  private static final List<Library> LIBRARIES =
      List.of(
          new Library("libzstd", "libzstd1", "compression"),
          new Library("libcrypto", "libssl3", "encryption"),
          new Library("libIPSec_MB", "libipsec-mb1", "encryption of small messages, on x86-64"));

  private final HostFiles host;

  NativeLibrariesCheck(HostFiles host) {
    this.host = host;
  }

  @Override
  public List<Finding> look() {
    return LIBRARIES.stream().map(this::look).toList();
  }

  private Finding look(Library library) {
    if (!host.exists("/proc/self")) {
      return Finding.notChecked(library.file());
    }
    return find(library.file())
        .map(file -> Finding.ok(library.file(), file + ", will serve " + library.purpose()))
        .orElseGet(() ->
            Finding.advice(
                library.file(),
                "not found",
                "apt install "
                    + library.debian()
                    + "; it will serve "
                    + library.purpose()
                    + ", and nothing needs it yet"));
  }

  private Optional<String> find(String library) {
    return FOLDERS.stream()
        .flatMap(folder -> host.names(folder, library + ".so*").stream().map(n -> folder + "/" + n))
        .findFirst();
  }
}
