package io.machinenative.axiom.benchmarks.backup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * A tree like a home folder: many small files, few large ones, some of them compressible. All of it
 * follows from the seed.
 *
 * <p>Of the bytes, 30 % are text, 25 % records with numbers in them, 15 % tables of binary records
 * and 30 % noise, as photographs and archives are. One file in fifty is a copy of another one.
 */
final class BenchTree {
  private static final String[] WORDS = words(4000, 7);
  private static final int FILES_A_FOLDER = 40;
  private static final int COPY_EVERY = 50;

  private final SplittableRandom random;

  /** What was made. */
  record Size(int files, long bytes) {}

  BenchTree(long seed) {
    random = new SplittableRandom(seed);
  }

  private static String[] words(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    String[] words = new String[count];
    for (int i = 0; i < count; i++) {
      StringBuilder word = new StringBuilder();
      for (int left = 2 + random.nextInt(9); left > 0; left--) {
        word.append((char) ('a' + random.nextInt(26)));
      }
      words[i] = word.toString();
    }
    return words;
  }

  /**
   * Makes the tree.
   *
   * @param root an empty folder
   * @param bytes about so many
   * @param files about so many
   */
  Size make(Path root, long bytes, int files) throws IOException {
    long averageBytes = bytes / files;
    long made = 0;
    Path copied = null;
    for (int i = 0; i < files; i++) {
      Path folder = root.resolve("d" + i / FILES_A_FOLDER % 97).resolve("e" + i / FILES_A_FOLDER);
      if (i % FILES_A_FOLDER == 0) {
        Files.createDirectories(folder);
      }
      Path file = folder.resolve("file-" + i + ".dat");
      byte[] content =
          copied != null && i % COPY_EVERY == 0
              ? Files.readAllBytes(copied)
              : content(length(averageBytes, made, bytes));
      Files.write(file, content);
      made += content.length;
      copied = file;
    }
    return new Size(files, made);
  }

  /** Half of the files are tiny, a few in a thousand are long and hold much of the bytes. */
  private int length(long averageBytes, long made, long bytes) {
    double unit = random.nextDouble();
    double length;
    if (unit < 0.5) {
      length = averageBytes * 0.12 * random.nextDouble();
    } else if (unit < 0.95) {
      length = averageBytes * 1.4 * random.nextDouble();
    } else if (unit < 0.998) {
      length = averageBytes * 12 * random.nextDouble();
    } else {
      length = averageBytes * 370 * random.nextDouble();
    }
    long left = Math.max(0, bytes - made);
    return (int) Math.min(length, left);
  }

  private byte[] content(int length) {
    return switch (random.nextInt(20)) {
      case 0, 1, 2, 3, 4, 5 -> text(length);
      case 6, 7, 8, 9, 10 -> records(length);
      case 11, 12, 13 -> table(length);
      default -> noise(length);
    };
  }

  private byte[] noise(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private byte[] text(int length) {
    StringBuilder text = new StringBuilder(length + 16);
    while (text.length() < length) {
      // The smaller of two: some words come often, most seldom.
      text.append(WORDS[Math.min(random.nextInt(WORDS.length), random.nextInt(WORDS.length))]);
      text.append(random.nextInt(12) == 0 ? ".\n" : " ");
    }
    return cut(text, length);
  }

  private byte[] records(int length) {
    StringBuilder text = new StringBuilder(length + 128);
    long time = 1_700_000_000_000L + random.nextInt(1 << 30);
    while (text.length() < length) {
      time += random.nextInt(900);
      text.append("{\"time\":").append(time).append(",\"level\":\"INFO\",\"service\":\"");
      text.append(WORDS[random.nextInt(40)])
          .append("\",\"took_us\":")
          .append(random.nextInt(90_000));
      text.append(",\"id\":\"").append(Long.toHexString(random.nextLong())).append("\"}\n");
    }
    return cut(text, length);
  }

  private byte[] table(int length) {
    byte[] bytes = new byte[length];
    int counter = random.nextInt(1 << 20);
    for (int at = 0; at < length; at++) {
      int column = at % 24;
      if (column == 0) {
        counter += random.nextInt(5);
      }
      bytes[at] =
          column < 4
              ? (byte) (counter >>> (8 * column))
              : column < 16 ? (byte) 0 : (byte) random.nextInt(column < 20 ? 16 : 256);
    }
    return bytes;
  }

  private static byte[] cut(StringBuilder text, int length) {
    text.setLength(length);
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
