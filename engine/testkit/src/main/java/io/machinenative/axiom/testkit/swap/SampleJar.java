package io.machinenative.axiom.testkit.swap;

import io.machinenative.axiom.api.Plugin;
import io.machinenative.axiom.testkit.swap.sample.NumberedEcho;
import io.machinenative.axiom.testkit.swap.sample.SwapSample;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Packs {@link SwapSample} as an author's build would, with a version of its own each time. */
public final class SampleJar {
  private static final List<Class<?>> CLASSES =
      List.of(SwapSample.class, SwapSample.Terms.class, SwapSample.Total.class, NumberedEcho.class);

  private final Map<String, byte[]> classes = new LinkedHashMap<>();

  /** Reads the classes from the class path. */
  public SampleJar() {
    for (Class<?> type : CLASSES) {
      String name = type.getName().replace('.', '/') + ".class";
      try (InputStream in = type.getClassLoader().getResourceAsStream(name)) {
        classes.put(name, in.readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException("reading " + name, e);
      }
    }
  }

  /** Writes version {@code number.0.0}. */
  public Path write(Path jar, int number) {
    String manifest =
        """
        id: %s
        version: %d.0.0
        description: Is swapped again and again.
        tools: [%s, %s, %s]
        limits: {memory: 1MiB, threads: 1}
        """
            .formatted(SwapSample.ID, number, SwapSample.INLINE, SwapSample.WORKER, SwapSample.SUM);
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      put(zip, "META-INF/axiom/plugin.yaml", text(manifest));
      put(zip, "META-INF/services/" + Plugin.class.getName(), text(SwapSample.class.getName()));
      put(zip, SwapSample.NUMBER, text("number=" + number));
      for (Map.Entry<String, byte[]> entry : classes.entrySet()) {
        put(zip, entry.getKey(), entry.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing " + jar, e);
    }
    return jar;
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content);
    zip.closeEntry();
  }
}
