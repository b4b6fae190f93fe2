package io.machinenative.axiom.testkit.pipelines;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Alters and cuts off what pipelines stored, sealed, compressed and plain, and sees to it that
 * nothing of it is restored. One thread's.
 */
final class ChainDamages {
  /** The stream of a snapshot alone: what seals and compresses finds damage before its own sums. */
  static final String PLAIN_SAVE =
      """
      name: plain-save
      parameters: {from: {}, target: {}}
      stages:
        - {name: snapshot, operation: backup.create, parameters: {sources: ["${from}"]}}
        - {name: store, operation: file.write, parameters: {path: "${target}"}, needs: [snapshot]}
      """;

  /** What quick-backup stored. */
  static final String OPEN_QUICK =
      """
      name: open-quick
      parameters: {from: {}, target: {}}
      stages:
        - {name: fetch, operation: file.read, parameters: {path: "${from}"}}
        - {name: decompress, operation: zstd.decompress, needs: [fetch]}
        - {name: restore, operation: backup.restore, parameters: {target: "${target}"}, needs: [decompress]}
      """;

  /** What full-backup stored: the ready pipeline without its retries, which take seconds. */
  private static final String OPEN_FULL =
      """
      name: open-full
      parameters: {from: {}, target: {}}
      stages:
        - {name: fetch, operation: file.read, parameters: {path: "${from}"}}
        - {name: open, operation: aes.open, needs: [fetch]}
        - {name: decompress, operation: zstd.decompress, needs: [open]}
        - {name: restore, operation: backup.restore, parameters: {target: "${target}"}, needs: [decompress]}
      """;

  private static final String OPEN_PLAIN =
      """
      name: open-plain
      parameters: {from: {}, target: {}}
      stages:
        - {name: fetch, operation: file.read, parameters: {path: "${from}"}}
        - {name: restore, operation: backup.restore, parameters: {target: "${target}"}, needs: [fetch]}
      """;

  private final Path folder;
  private final PipelineServer server;
  private final SplittableRandom random;

  /** What was stored, and what opens it. */
  private record Stored(Path file, String pipeline) {}

  /**
   * @param folder with the files {@code full}, {@code quick} and {@code plain}
   */
  ChainDamages(long seed, Path folder, PipelineServer server) {
    this.folder = folder;
    this.server = server;
    random = new SplittableRandom(seed);
  }

  /**
   * Damages so many copies, of each kind of file by turns.
   *
   * @return how many were refused: all
   * @throws IllegalStateException naming the damage of which something came back
   */
  int refused(int count) throws IOException {
    List<Stored> all =
        List.of(
            new Stored(folder.resolve("full"), OPEN_FULL),
            new Stored(folder.resolve("quick"), OPEN_QUICK),
            new Stored(folder.resolve("plain"), OPEN_PLAIN));
    for (int i = 0; i < count; i++) {
      Stored stored = all.get(i % all.size());
      Path bad = folder.resolve("bad");
      String what = damage(stored.file(), bad);
      Map<String, String> ends = ChainFuzzer.ends(bad.toString(), "restored");
      requireNothing(server.runYaml(stored.pipeline(), ends), what);
    }
    return count;
  }

  /** A flipped bit, an end that is missing, or bytes behind the end. */
  private String damage(Path good, Path bad) throws IOException {
    long at = random.nextLong(Files.size(good));
    int kind = random.nextInt(5);
    Files.copy(good, bad, StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel file =
        FileChannel.open(bad, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      if (kind == 0) {
        file.truncate(at);
      } else if (kind == 1) {
        file.write(ByteBuffer.wrap(new byte[] {1}), file.size());
      } else {
        ByteBuffer one = ByteBuffer.allocate(1);
        file.read(one, at);
        one.put(0, (byte) (one.get(0) ^ 1 << random.nextInt(8)));
        file.write(one.flip(), at);
      }
    }
    String how = kind == 0 ? " cut off at " : kind == 1 ? " with more bytes, " : " altered at ";
    return good.getFileName() + how + at;
  }

  private void requireNothing(Map<?, ?> report, String what) throws IOException {
    Path restored = folder.resolve("restored");
    if (!"failed".equals(report.get("outcome"))) {
      throw new IllegalStateException(what + ": expected a refusal, actual " + report);
    }
    if (Files.exists(restored)) {
      try (Stream<Path> left = Files.list(restored)) {
        if (left.findAny().isPresent()) {
          throw new IllegalStateException(what + ": expected nothing restored, actual something");
        }
      }
    }
  }
}
