package io.machinenative.axiom.testkit.pipelines;

import io.machinenative.axiom.plugins.backup.files.TreeRemoval;
import io.machinenative.axiom.plugins.s3.server.S3Server;
import io.machinenative.axiom.testkit.FuzzFailure;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Runs the ready pipelines on a seeded tree, to object storage and to a folder, and back, and
 * compares what came back, with links, rights, times and holes. Then alters and cuts off what was
 * stored: of that nothing may be restored.
 *
 * <p>One thread's; used once.
 */
public final class ChainFuzzer {
  private static final String BUCKET = "chains";

  /** What archive stored, back into a folder. */
  private static final String UNPACK =
      """
      name: unpack
      parameters: {from: {}, target: {}}
      stages:
        - {name: fetch, operation: file.read, parameters: {path: "${from}"}}
        - {name: open, operation: aes.open, needs: [fetch]}
        - {name: decompress, operation: zstd.decompress, needs: [open]}
        - {name: unpack, operation: tree.write, parameters: {path: "${target}"}, needs: [decompress]}
      """;

  private final long seed;
  private final Path folder;
  private final Consumer<String> progress;
  private final Map<String, Long> speeds = new LinkedHashMap<>();
  private final Path source;

  /**
   * @param folder an empty one
   * @param progress told of each step
   */
  public ChainFuzzer(long seed, Path folder, Consumer<String> progress) {
    this.seed = seed;
    this.folder = folder;
    this.progress = progress;
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
      progress.accept("damages");
      require(
          server.runYaml(ChainDamages.PLAIN_SAVE, ends(source.toString(), "plain")), "plain-save");
      int damages = new ChainDamages(seed, folder, server).refused(damageCount);
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
    require(server.runYaml(ChainDamages.OPEN_QUICK, ends(quick, "restored")), "open-quick");
    compareAndRemove();

    String archive = folder.resolve("archive").toString();
    Map<?, ?> archived =
        succeed(
            server, "archive", Map.of("source", source.toString(), "target", archive, "level", 3));
    if (!archived.toString().contains("is kept under another one")) {
      throw new IllegalStateException("expected a warning of a name that is no text: " + archived);
    }
    require(server.runYaml(UNPACK, ends(archive, "restored")), "unpack");
    progress.accept("comparing");
    Path unpacked = folder.resolve("restored");
    TreeComparison.requireSameAsTar(source, unpacked);
    TreeRemoval.remove(unpacked);
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

  static Map<String, String> ends(String from, String target) {
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

  private Map<?, ?> succeed(PipelineServer server, String pipeline, Map<String, ?> parameters) {
    progress.accept(pipeline);
    Map<?, ?> report = server.run(pipeline, parameters);
    require(report, pipeline);
    return report;
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
}
