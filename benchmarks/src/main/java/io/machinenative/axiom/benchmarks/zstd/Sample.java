package io.machinenative.axiom.benchmarks.zstd;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** What is compressed: made here, or found in the JDK that runs this. */
public enum Sample {
  /** Lines of a log, one object each, from a seed. */
  JSON {
    @Override
    byte[] load(int bytes) {
      Random random = new Random(SEED);
      StringBuilder text = new StringBuilder(bytes + 512);
      while (text.length() < bytes) {
        appendLine(text, random);
      }
      return cut(text.toString().getBytes(StandardCharsets.US_ASCII), bytes);
    }
  },
  /** The licences of the JDK's parts. */
  TEXT {
    @Override
    byte[] load(int bytes) {
      return found(Path.of(System.getProperty("java.home"), "legal"), bytes);
    }
  },
  /** The JVM itself. */
  ELF {
    @Override
    byte[] load(int bytes) {
      return found(Path.of(System.getProperty("java.home"), "lib", "server"), bytes);
    }
  },
  /** A third of each. */
  MIXED {
    @Override
    byte[] load(int bytes) {
      ByteArrayOutputStream all = new ByteArrayOutputStream(bytes);
      for (Sample part : List.of(JSON, TEXT, ELF)) {
        all.writeBytes(part.load(bytes / 3));
      }
      return all.toByteArray();
    }
  };

  private static final long SEED = 20_260_101;
  private static final String[] TOOLS = {
    "core.echo", "core.hash", "core.json-query", "core.sleep", "files.read", "files.search"
  };
  private static final String[] OUTCOMES = {"ok", "ok", "ok", "ok", "late", "rejected", "failed"};

  /** So many bytes, or as many as there are. */
  abstract byte[] load(int bytes);

  /** A message of about 1 KiB, as a tool's reply with a list may be. */
  static byte[] message(Random random) {
    StringBuilder text = new StringBuilder("{\"type\":\"search-result\",\"total\":");
    text.append(random.nextInt(10_000)).append(",\"query_id\":\"");
    text.append(Long.toHexString(random.nextLong())).append("\",\"hits\":[");
    for (int i = 0; text.length() < 900; i++) {
      text.append(i == 0 ? "" : ",").append("{\"document\":").append(random.nextInt(1 << 24));
      text.append(",\"score\":0.").append(random.nextInt(10_000));
      text.append(",\"tool\":\"").append(TOOLS[random.nextInt(TOOLS.length)]);
      text.append("\",\"title\":\"").append(OUTCOMES[random.nextInt(OUTCOMES.length)]);
      text.append(" report ").append(random.nextInt(1000)).append("\",\"language\":\"en\"");
      text.append(",\"modified\":\"2026-0").append(1 + random.nextInt(9)).append("-1");
      text.append(random.nextInt(10)).append("T1").append(random.nextInt(10)).append(":00:00Z\"}");
    }
    return text.append("]}").toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static void appendLine(StringBuilder text, Random random) {
    text.append("{\"at\":\"2026-01-0").append(1 + random.nextInt(9)).append("T0");
    text.append(random.nextInt(10)).append(':').append(10 + random.nextInt(50)).append(':');
    text.append(10 + random.nextInt(50)).append('.').append(100 + random.nextInt(900));
    text.append("Z\",\"level\":\"").append(random.nextInt(8) == 0 ? "WARN" : "INFO");
    text.append("\",\"thread\":\"worker-").append(random.nextInt(8)).append("\",\"tool\":\"");
    text.append(TOOLS[random.nextInt(TOOLS.length)]).append("\",\"session\":");
    text.append(random.nextInt(1 << 16)).append(",\"correlation\":").append(random.nextInt());
    text.append(",\"outcome\":\"").append(OUTCOMES[random.nextInt(OUTCOMES.length)]);
    text.append("\",\"took_ns\":").append(random.nextInt(1 << 22)).append("}\n");
  }

  private static byte[] found(Path folder, int bytes) {
    try (Stream<Path> files = Files.walk(folder)) {
      ByteArrayOutputStream all = new ByteArrayOutputStream(bytes);
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        try (InputStream in = Files.newInputStream(file)) {
          all.writeBytes(in.readNBytes(bytes - all.size()));
        }
      }
      return all.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("expected to read below " + folder, e);
    }
  }

  private static byte[] cut(byte[] bytes, int length) {
    return java.util.Arrays.copyOf(bytes, length);
  }
}
