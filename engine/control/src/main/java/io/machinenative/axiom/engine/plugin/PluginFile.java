package io.machinenative.axiom.engine.plugin;

import io.machinenative.axiom.engine.base.Sha256;
import io.machinenative.axiom.engine.base.TreeRemoval;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A plugin's jar, or its folder of classes, checked and copied: whatever happens to the original,
 * this one stays as it was. Owned by whoever opened it; closing removes the copy.
 *
 * @param origin where it came from
 * @param copy the private file or folder
 * @param sha256 of the jar, or of the names and contents in the folder, in hexadecimal digits
 */
public record PluginFile(Path origin, Path copy, String sha256, PluginManifest manifest)
    implements AutoCloseable {
  /** Longest manifest. */
  private static final long MAX_MANIFEST_BYTES = 64 * 1024;

  /** Most entries of a jar, and most bytes that they unpack to. */
  private static final int MAX_ENTRIES = 65_536;

  private static final long MAX_UNPACKED_BYTES = 1L << 30;

  /** Longest class file that is looked into. */
  private static final int MAX_CLASS_BYTES = 16 << 20;

  /**
   * Copies and checks a jar or a folder.
   *
   * @param folder for the copy; nobody else writes there
   * @throws PluginException when it is no plugin, naming the file and what is wrong
   */
  public static PluginFile open(Path origin, Path folder) {
    Path copy = null;
    try {
      MessageDigest digest = Sha256.begin();
      PluginManifest manifest;
      if (Files.isDirectory(origin)) {
        copy = Files.createTempDirectory(folder, "plugin-");
        FolderCopy.copy(origin, copy, digest, MAX_ENTRIES, MAX_UNPACKED_BYTES);
        manifest = checkFolder(origin, copy);
      } else {
        copy = Files.createTempFile(folder, "plugin-", ".jar");
        copy(origin, copy, digest);
        manifest = checkJar(origin, copy);
      }
      return new PluginFile(origin, copy, HexFormat.of().formatHex(digest.digest()), manifest);
    } catch (IOException | PluginException e) {
      removeAfter(e, copy);
      throw e instanceof PluginException known
          ? known
          : new PluginException(origin + " is not a readable jar: " + e.getMessage(), e);
    }
  }

  private static void copy(Path from, Path to, MessageDigest digest) throws IOException {
    try (DigestInputStream in = new DigestInputStream(Files.newInputStream(from), digest);
        var out = Files.newOutputStream(to)) {
      in.transferTo(out);
    }
  }

  private static PluginManifest checkFolder(Path origin, Path copy) throws IOException {
    Path file = copy.resolve(PluginManifest.PATH);
    if (!Files.isRegularFile(file)) {
      throw new PluginException(origin + ": expected a file " + PluginManifest.PATH);
    }
    requireManifestBytes(origin, Files.size(file));
    PluginManifest manifest =
        PluginManifest.parse(Files.readString(file), origin + "/" + PluginManifest.PATH);
    ForbiddenCode forbidden = new ForbiddenCode(manifest.permissions());
    List<Path> classes;
    try (Stream<Path> tree = Files.walk(copy)) {
      classes = tree.filter(path -> path.toString().endsWith(".class")).toList();
    }
    for (Path path : forbidden.permitsAll() ? List.<Path>of() : classes) {
      read(forbidden, origin, path.toString(), Files.readAllBytes(path));
    }
    return permitted(forbidden, origin, manifest);
  }

  private static PluginManifest checkJar(Path jar, Path copy) throws IOException {
    try (ZipFile zip = new ZipFile(copy.toFile())) {
      checkEntries(jar, zip);
      ZipEntry entry = zip.getEntry(PluginManifest.PATH);
      if (entry == null) {
        throw new PluginException(jar + ": expected an entry " + PluginManifest.PATH);
      }
      requireManifestBytes(jar, entry.getSize());
      byte[] bytes = zip.getInputStream(entry).readNBytes((int) MAX_MANIFEST_BYTES);
      String source = jar + "!" + PluginManifest.PATH;
      PluginManifest manifest =
          PluginManifest.parse(new String(bytes, StandardCharsets.UTF_8), source);
      ForbiddenCode forbidden = new ForbiddenCode(manifest.permissions());
      if (!forbidden.permitsAll()) {
        readClasses(jar, zip, forbidden);
      }
      return permitted(forbidden, jar, manifest);
    }
  }

  private static void requireManifestBytes(Path origin, long bytes) {
    if (bytes > MAX_MANIFEST_BYTES) {
      throw new PluginException(
          origin + ": expected a manifest of at most 64 KiB, actual " + bytes);
    }
  }

  private static void readClasses(Path jar, ZipFile zip, ForbiddenCode forbidden)
      throws IOException {
    for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
      ZipEntry entry = entries.nextElement();
      if (entry.getName().endsWith(".class")) {
        try (InputStream in = zip.getInputStream(entry)) {
          read(forbidden, jar, entry.getName(), in.readNBytes(MAX_CLASS_BYTES));
        }
      }
    }
  }

  private static void read(ForbiddenCode forbidden, Path origin, String name, byte[] bytes) {
    try {
      forbidden.read(bytes);
    } catch (IllegalArgumentException e) {
      throw new PluginException(origin + ": " + name + " is no class file: " + e.getMessage(), e);
    }
  }

  private static PluginManifest permitted(
      ForbiddenCode forbidden, Path origin, PluginManifest manifest) {
    if (forbidden.verdict().isPresent()) {
      throw new PluginException(origin + ": " + forbidden.verdict().get());
    }
    return manifest;
  }

  private static void checkEntries(Path jar, ZipFile zip) {
    if (zip.size() > MAX_ENTRIES) {
      throw new PluginException(
          jar + ": expected at most " + MAX_ENTRIES + " entries, actual " + zip.size());
    }
    long unpackedBytes = 0;
    for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
      ZipEntry entry = entries.nextElement();
      String name = entry.getName();
      if (name.startsWith("/") || name.contains("\\") || ("/" + name + "/").contains("/../")) {
        throw new PluginException(jar + ": expected names inside the jar, actual " + name);
      }
      unpackedBytes += Math.max(0, entry.getSize());
    }
    if (unpackedBytes > MAX_UNPACKED_BYTES) {
      throw new PluginException(
          jar + ": expected at most 1 GiB unpacked, actual " + unpackedBytes + " bytes");
    }
  }

  private static void removeAfter(Exception failure, Path copy) {
    try {
      if (copy != null) {
        TreeRemoval.remove(copy);
      }
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /** Keeps the signature that lies beside the original, if there is one, beside the copy too. */
  public void keepSignature() {
    Optional<PluginSignature> signature = PluginSignature.readBeside(origin);
    try {
      if (signature.isPresent()) {
        Files.writeString(PluginSignature.beside(copy), signature.get().text());
      }
    } catch (IOException e) {
      throw new PluginException(copy + ": its signature cannot be kept: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    TreeRemoval.remove(copy);
    Files.deleteIfExists(PluginSignature.beside(copy));
  }
}
