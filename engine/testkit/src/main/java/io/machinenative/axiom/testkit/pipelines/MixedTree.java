package io.machinenative.axiom.testkit.pipelines;

import io.machinenative.axiom.plugins.backup.tree.PathBytes;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.SplittableRandom;

/**
 * A tree with all that trees have: links, names that are no text, rights, times, holes. What is in
 * it follows from the seed. Stateless.
 */
final class MixedTree {
  static final long SPARSE_BYTES = 40L << 20;

  private static final int FILES_A_FOLDER = 50;
  private static final byte[] NO_TEXT = {'n', (byte) 0xFF, (byte) 0xFE, 'x'};

  private MixedTree() {}

  /**
   * Makes it.
   *
   * @param bytes about so many, beside holes
   * @return how many they are
   */
  static long make(Path root, long seed, int files, long bytes) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    Files.createDirectories(root);
    long made = 0;
    for (int i = 0; i < files; i++) {
      Path folder = root.resolve("folder-" + i / FILES_A_FOLDER);
      Files.createDirectories(folder);
      byte[] content = content(random, length(random, bytes / files));
      Path file = Files.write(folder.resolve("file-" + i), content);
      made += content.length;
      if (random.nextInt(3) == 0) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r-xr-----"));
      }
      Files.setLastModifiedTime(
          file, FileTime.from(Instant.ofEpochSecond(random.nextLong(1L << 31), i)));
    }
    special(root, random);
    return made;
  }

  /** Most are short, few are long. */
  private static int length(SplittableRandom random, long averageBytes) {
    double unit = random.nextDouble();
    return (int) (averageBytes * (unit < 0.9 ? unit * 0.9 : 6 * unit));
  }

  /** Noise, or text that compresses. */
  private static byte[] content(SplittableRandom random, int length) {
    byte[] content = new byte[length];
    random.nextBytes(content);
    if (random.nextBoolean()) {
      for (int i = 0; i < length; i++) {
        content[i] = (byte) ('a' + (content[i] & 7));
      }
    }
    return content;
  }

  private static void special(Path root, SplittableRandom random) throws IOException {
    Path folder = Files.createDirectories(root.resolve("special/empty")).getParent();
    Files.write(folder.resolve("nothing"), new byte[0]);
    Files.writeString(folder.resolve("blanks, ünïcödé % 'quotes'"), "x");
    Path odd = Files.write(PathBytes.resolve(folder, NO_TEXT), content(random, 70_000));
    Files.createLink(folder.resolve("zz-hard"), odd);
    Files.createLink(root.resolve("zz-hard-above"), odd);
    Files.createSymbolicLink(folder.resolve("link"), Path.of("../folder-0/file-0"));
    Files.createSymbolicLink(folder.resolve("to-a-folder"), Path.of("empty"));
    Files.createSymbolicLink(folder.resolve("dangling"), Path.of("/no/such/ünïcödé"));
    Path sparse = folder.resolve("sparse");
    try (RandomAccessFile file = new RandomAccessFile(sparse.toFile(), "rw")) {
      file.setLength(SPARSE_BYTES);
      file.seek(3 << 20);
      file.write("not all of it is a hole".getBytes(StandardCharsets.US_ASCII));
    }
    Files.setAttribute(folder.resolve("nothing"), "unix:mode", 06755);
    Files.setLastModifiedTime(
        folder.resolve("empty"), FileTime.from(Instant.parse("2001-02-03T04:05:06.123456789Z")));
    Files.setPosixFilePermissions(
        folder.resolve("empty"), PosixFilePermissions.fromString("r-x------"));
  }
}
