package io.machinenative.axiom.engine.plugin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A plugin's jar, checked and copied: whatever happens to the original, this one stays as it was.
 * Owned by whoever opened it; closing removes the copy.
 *
 * @param origin where it came from
 * @param copy the private file
 * @param sha256 of the jar, in hexadecimal digits
 */
public record PluginFile(Path origin, Path copy, String sha256, PluginManifest manifest)
    implements AutoCloseable {
  /** Longest manifest. */
  private static final long MAX_MANIFEST_BYTES = 64 * 1024;

  /** Most entries of a jar, and most bytes that they unpack to. */
  private static final int MAX_ENTRIES = 65_536;

  private static final long MAX_UNPACKED_BYTES = 1L << 30;

  /**
   * Copies and checks a jar.
   *
   * @param folder for the copy; nobody else writes there
   * @throws PluginException when it is no plugin, naming the file and what is wrong
   */
  public static PluginFile open(Path jar, Path folder) {
    Path copy = null;
    try {
      copy = Files.createTempFile(folder, "plugin-", ".jar");
      String sha256 = copy(jar, copy);
      return new PluginFile(jar, copy, sha256, check(jar, copy));
    } catch (IOException | PluginException e) {
      removeAfter(e, copy);
      throw e instanceof PluginException known
          ? known
          : new PluginException(jar + " is not a readable jar: " + e.getMessage(), e);
    }
  }

  private static String copy(Path from, Path to) throws IOException {
    try (DigestInputStream in = new DigestInputStream(Files.newInputStream(from), newDigest());
        var out = Files.newOutputStream(to)) {
      in.transferTo(out);
      return HexFormat.of().formatHex(in.getMessageDigest().digest());
    }
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  private static PluginManifest check(Path jar, Path copy) throws IOException {
    try (ZipFile zip = new ZipFile(copy.toFile())) {
      checkEntries(jar, zip);
      ZipEntry manifest = zip.getEntry(PluginManifest.PATH);
      if (manifest == null) {
        throw new PluginException(jar + ": expected an entry " + PluginManifest.PATH);
      }
      if (manifest.getSize() > MAX_MANIFEST_BYTES) {
        throw new PluginException(
            jar + ": expected a manifest of at most 64 KiB, actual " + manifest.getSize());
      }
      byte[] bytes = zip.getInputStream(manifest).readNBytes((int) MAX_MANIFEST_BYTES);
      String source = jar + "!" + PluginManifest.PATH;
      return PluginManifest.parse(new String(bytes, StandardCharsets.UTF_8), source);
    }
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
        Files.deleteIfExists(copy);
      }
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(copy);
  }
}
