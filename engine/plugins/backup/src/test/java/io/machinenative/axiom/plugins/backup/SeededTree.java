package io.machinenative.axiom.plugins.backup;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.SplittableRandom;

/** A tree with all that trees have: what is in it follows from the seed. */
final class SeededTree {
  static final long SPARSE_BYTES = 5 << 20;

  private SeededTree() {}

  static Path make(Path root, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    Files.createDirectories(root.resolve("a/deep/er"));
    Files.createDirectories(root.resolve("a-b"));
    Files.createDirectories(root.resolve("empty"));
    Files.write(root.resolve("a/random.bin"), bytes(random, 700_000));
    Files.write(root.resolve("a/deep/er/small"), bytes(random, 10));
    Files.write(root.resolve("a/deep/nothing"), new byte[0]);
    Files.writeString(root.resolve("a-b/text"), "all work and no play ".repeat(20_000));
    Files.write(root.resolve(".hidden"), bytes(random, 3_000));
    Files.writeString(root.resolve("name with blanks, ünïcödé % and 'quotes'"), "x");
    for (int i = 0; i < 60; i++) {
      Files.write(root.resolve("a-b/" + i), bytes(random, random.nextInt(9_000)));
    }
    try (RandomAccessFile sparse = new RandomAccessFile(root.resolve("sparse").toFile(), "rw")) {
      sparse.setLength(SPARSE_BYTES);
      sparse.seek(2 << 20);
      sparse.write(bytes(random, 1_000));
    }
    Files.createSymbolicLink(root.resolve("link"), Path.of("a/random.bin"));
    Files.createSymbolicLink(root.resolve("a/dangling"), Path.of("/no/such/ünïcödé"));
    Files.createLink(root.resolve("z-hard"), root.resolve("a/random.bin"));
    Files.setPosixFilePermissions(
        root.resolve("a/deep/er/small"), PosixFilePermissions.fromString("r-x--x---"));
    Files.setLastModifiedTime(
        root.resolve("a/deep/er"), FileTime.from(Instant.parse("2001-02-03T04:05:06.123456789Z")));
    Files.setPosixFilePermissions(
        root.resolve("empty"), PosixFilePermissions.fromString("rwx------"));
    return root;
  }

  static byte[] bytes(SplittableRandom random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
