package io.machinenative.axiom.natives.link;

import java.util.Locale;

/**
 * The machine that this JVM runs on.
 *
 * @param os {@code linux}, {@code macos}, {@code windows} or what {@code os.name} says
 * @param arch {@code amd64}, {@code aarch64} or what {@code os.arch} says
 */
public record Platform(String os, String arch) {
  public static Platform current() {
    return of(System.getProperty("os.name"), System.getProperty("os.arch"));
  }

  static Platform of(String osName, String osArch) {
    String name = osName.toLowerCase(Locale.ROOT);
    String os = name.startsWith("mac") ? "macos" : name.startsWith("windows") ? "windows" : name;
    return new Platform(os, osArch.equals("x86_64") ? "amd64" : osArch);
  }

  public boolean isLinux() {
    return os.equals("linux");
  }

  public boolean isMacos() {
    return os.equals("macos");
  }

  @Override
  public String toString() {
    return os + "-" + arch;
  }
}
