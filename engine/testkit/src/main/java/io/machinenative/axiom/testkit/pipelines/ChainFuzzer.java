package io.machinenative.axiom.testkit.pipelines;

import io.machinenative.axiom.plugins.backup.files.TreeRemoval;
import io.machinenative.axiom.plugins.s3.server.S3Server;
import io.machinenative.axiom.testkit.FuzzFailure;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Runs the ready pipelines on a seeded tree, to object storage and to a folder, and back, and
 * compares what came back, with links, rights, times and holes. Then alters and cuts off what was
 * stored: of that nothing may be restored.
 *
 * <p>One thread's; used once.
 */
public final class ChainFuzzer {
  private static final String BUCKET = "chains";

  /** What quick-backup stored, without the retries of the ready pipeline. */
  private static final String OPEN_ONCE =
      """
      name: open-once
      parameters: {from: {}, target: {}}
      stages:
        - {name: fetch, operation: file.read, parameters: {path: "${from}"}}
        - {name: decompress, operation: zstd.decompress, needs: [fetch]}
        - {name: restore, operation: backup.restore, parameters: {target: "${target}"}, needs: [decompress]}
      """;

  /** The same without zstd, whose checksums find damage before the stream's own do. */
  private static final String PLAIN_SAVE =
      """
      name: plain-save
      parameters: {source: {}, target: {}}
      stages:
        - {name: snapshot, operation: backup.create, parameters: {sources: ["${source}"]}}
        - {name: store, operation: file.write, parameters: {path: "${target}"}, needs: [snapshot]}
      """;

  private static final String PLAIN_RESTORE =
      """
      name: plain-restore
      parameters: {from: {}, target: {}}
      stages:
        - {name: fetch, operation: file.read, parameters: {path: "${from}"}}
        - {name: restore, operation: backup.restore, parameters: {target: "${target}"}, needs: [fetch]}
      """;

  private final long seed;
  private final Path folder;
  private final Consumer<String> progress;
  private final SplittableRandom random;
  private final Map<String, Long> speeds = new LinkedHashMap<>();
  private final Path source;
  private int damages;

  /**
   * @param folder an empty one
   * @param progress told of each step
   */
  public ChainFuzzer(long seed, Path folder, Consumer<String> progress) {
    this.seed = seed;
    this.folder = folder;
    this.progress = progress;
    random = new SplittableRandom(seed);
    source = folder.resolve("source");
  }

  /**
   * Runs.
   *
   * @param files of the tree
   * @param bytes of all of them
   * @param damageCount streams that are altered or cut off
   * @throws FuzzFailure when something came back otherwise, or came back that was altered
   */
  public ChainReport run(int files, long bytes, int damageCount) throws IOException {
    long startNs = System.nanoTime();
    long made = MixedTree.make(source, seed, files, bytes);
    try (S3Server s3 = S3Server.start(folder.resolve("s3"));
        PipelineServer server = new PipelineServer(folder, Optional.of(s3))) {
      // As S3Proxy keeps buckets.
      Files.createDirectory(folder.resolve("s3/objects/" + BUCKET));
      ManagementFactory.getMemoryPoolMXBeans().forEach(pool -> pool.resetPeakUsage());
      chains(server);
      long peakBytes = peakHeapBytes();
      repository(server);
      damages(server, damageCount);
      TreeRemoval.remove(source);
      return new ChainReport(made, speeds, damages, peakBytes, (System.nanoTime() - startNs) / 1e9);
    } catch (RuntimeException e) {
      throw new FuzzFailure("seed %d, folder %s: %s".formatted(seed, folder, e.getMessage()), e);
    }
  }

  private static long peakHeapBytes() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .mapToLong(pool -> pool.getPeakUsage().getUsed())
        .sum();
  }

  private void chains(PipelineServer server) throws IOException {
    Map<String, Object> object = Map.of("bucket", BUCKET, "key", "tree.snapshot");
    succeed(server, "full-backup", Map.of("source", source.toString(), "target", object));
    restore(server, "s3.get", object);

    Map<String, Object> file = Map.of("path", folder.resolve("full").toString());
    succeed(
        server,
        "full-backup",
        Map.of("source", source.toString(), "store", "file.write", "target", file));
    restore(server, "file.read", file);

    String quick = folder.resolve("quick").toString();
    succeed(server, "quick-backup", Map.of("source", source.toString(), "target", quick));
    require(server.runYaml(OPEN_ONCE, ends(quick, "restored")), "open-once");
    compareAndRemove();

    String archive = folder.resolve("archive").toString();
    succeed(server, "archive", Map.of("source", source.toString(), "target", archive, "level", 3));
  }

  /** A repository in object storage, through the tools. */
  private void repository(PipelineServer server) throws IOException {
    progress.accept("repository in object storage");
    Map<String, Object> repository = Map.of("repository", "s3://" + BUCKET + "/backups/one");
    server.call("backup.init", repository);
    for (int turn = 0; turn < 2; turn++) {
      Map<String, Object> create = new HashMap<>(repository);
      create.put("sources", List.of(source.toString()));
      server.call("backup.create", create);
    }
    Map<String, Object> prune = new HashMap<>(repository);
    prune.put("last", 1);
    server.call("backup.prune", prune);
    Map<String, Object> restore = new HashMap<>(repository);
    restore.put("target", folder.resolve("restored").toString());
    Map<?, ?> restored = server.call("backup.restore", restore);
    Map<?, ?> verified = server.call("backup.verify", repository);
    if (((Number) restored.get("failures")).longValue() != 0
        || !Boolean.TRUE.equals(verified.get("sound"))) {
      throw new IllegalStateException(
          "expected a sound repository, actual " + restored + ", " + verified);
    }
    compareAndRemove();
  }

  private static Map<String, String> ends(String from, String target) {
    return Map.of("from", from, "target", Path.of(from).resolveSibling(target).toString());
  }

  private void restore(PipelineServer server, String fetch, Map<String, Object> from)
      throws IOException {
    succeed(
        server,
        "restore",
        Map.of("fetch", fetch, "from", from, "target", folder.resolve("restored").toString()));
    compareAndRemove();
  }

  private void compareAndRemove() throws IOException {
    progress.accept("comparing");
    Path restored = folder.resolve("restored");
    TreeComparison.requireSame(source, restored.resolve("source"));
    TreeRemoval.remove(restored);
  }

  private void succeed(PipelineServer server, String pipeline, Map<String, ?> parameters) {
    progress.accept(pipeline);
    require(server.run(pipeline, parameters), pipeline);
  }

  private void require(Map<?, ?> report, String pipeline) {
    if (!"succeeded".equals(report.get("outcome"))) {
      throw new IllegalStateException(pipeline + ": expected that it succeeds, actual " + report);
    }
    long bytes = ((Number) report.get("sourceBytes")).longValue();
    long elapsedMs = Math.max(1, ((Number) report.get("elapsedMs")).longValue());
    String name = pipeline;
    while (speeds.containsKey(name)) {
      name += "'";
    }
    speeds.put(name, bytes / elapsedMs / 1000);
  }

  private void damages(PipelineServer server, int count) throws IOException {
    progress.accept("damages");
    Path plain = folder.resolve("plain");
    require(
        server.runYaml(PLAIN_SAVE, Map.of("source", source.toString(), "target", plain.toString())),
        "plain-save");
    for (int i = 0; i < count; i++) {
      boolean compressed = i % 3 == 0;
      refuse(server, folder.resolve(compressed ? "quick" : "plain"), compressed);
    }
  }

  /** A flipped bit, an end that is missing, or bytes behind the end. */
  private void refuse(PipelineServer server, Path good, boolean compressed) throws IOException {
    Path bad = folder.resolve("bad");
    long at = random.nextLong(Files.size(good));
    int kind = random.nextInt(5);
    String what =
        good.getFileName()
            + (kind == 0 ? " cut off at " : kind == 1 ? " with more bytes, " : " altered at ")
            + at;
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
    Map<?, ?> report =
        server.runYaml(compressed ? OPEN_ONCE : PLAIN_RESTORE, ends(bad.toString(), "restored"));
    requireNothing(report, what);
    damages++;
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
