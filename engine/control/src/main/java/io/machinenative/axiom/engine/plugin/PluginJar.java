package io.machinenative.axiom.engine.plugin;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * A jar that is put together from folders and other jars: the same contents give the same bytes.
 * The first file of a name wins, but lists of services are joined. Owned by one thread; closing
 * writes the jar.
 */
public final class PluginJar implements AutoCloseable {
  /** Of every entry; the earliest that a zip knows. */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private static final String SERVICES = "META-INF/services/";

  private final OutputStream out;
  private final Map<String, byte[]> entries = new TreeMap<>();

  /**
   * @param out closed with this
   */
  public PluginJar(OutputStream out) {
    this.out = out;
  }

  /** Adds all files below a folder. */
  public void addFolder(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(file).toString().replace('\\', '/');
        add(name, Files.readAllBytes(file));
      }
    }
  }

  /** Adds all entries of a library, but its manifest, signatures and module's description. */
  public void addLibrary(Path jar) throws IOException {
    try (ZipInputStream zip =
        new ZipInputStream(new BufferedInputStream(Files.newInputStream(jar)))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (!entry.isDirectory() && !isOfTheLibraryAlone(entry.getName())) {
          add(entry.getName(), zip.readAllBytes());
        }
      }
    }
  }

  private static boolean isOfTheLibraryAlone(String name) {
    return name.equals("META-INF/MANIFEST.MF")
        || name.equals("META-INF/INDEX.LIST")
        || name.startsWith("META-INF/maven/")
        || name.matches("META-INF/[^/]+\\.(SF|DSA|RSA|EC)")
        || name.equals("module-info.class")
        || name.endsWith("/module-info.class");
  }

  private void add(String name, byte[] content) throws IOException {
    byte[] before = entries.putIfAbsent(name, content);
    if (before != null && name.startsWith(SERVICES)) {
      ByteArrayOutputStream joined = new ByteArrayOutputStream();
      joined.write(before);
      joined.write('\n');
      joined.write(content);
      entries.put(name, joined.toByteArray());
    }
  }

  /** The names that were added, in order. */
  public Iterable<String> names() {
    return entries.keySet();
  }

  @Override
  public void close() throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        ZipEntry next = new ZipEntry(entry.getKey());
        next.setTimeLocal(TIME);
        zip.putNextEntry(next);
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    }
  }
}
