package io.machinenative.axiom.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;

/**
 * The part of the library of Argon2 that a plugin needs: all of it would make the plugin one that
 * opens URLs, which its manifest does not ask for.
 */
final class Argon2Library {
  private static final List<String> PACKAGES =
      List.of(
          "org/bouncycastle/asn1/",
          "org/bouncycastle/crypto/",
          "org/bouncycastle/internal/",
          "org/bouncycastle/math/",
          "org/bouncycastle/util/");

  private Argon2Library() {}

  /** Makes a jar of it. */
  static Path in(Path folder) {
    Path made = folder.resolve("argon2.jar");
    if (Files.exists(made)) {
      return made;
    }
    try (JarFile all = new JarFile(PluginUnderTest.codeOf(Argon2BytesGenerator.class).toFile());
        JarOutputStream part = new JarOutputStream(Files.newOutputStream(made))) {
      for (JarEntry entry : (Iterable<JarEntry>) all.stream()::iterator) {
        String name = entry.getName();
        if (name.endsWith(".class") && PACKAGES.stream().anyMatch(name::startsWith)) {
          part.putNextEntry(new JarEntry(name));
          all.getInputStream(entry).transferTo(part);
        }
      }
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
