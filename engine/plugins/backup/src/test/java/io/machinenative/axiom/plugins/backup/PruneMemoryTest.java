package io.machinenative.axiom.plugins.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.machinenative.axiom.plugins.backup.create.BackupProgress;
import io.machinenative.axiom.plugins.backup.create.Failure;
import io.machinenative.axiom.plugins.backup.create.PackStorer;
import io.machinenative.axiom.plugins.backup.format.ChunkId;
import io.machinenative.axiom.plugins.backup.format.ChunkKind;
import io.machinenative.axiom.plugins.backup.format.ObjectId;
import io.machinenative.axiom.plugins.backup.index.ChunkIndex;
import io.machinenative.axiom.plugins.backup.keys.KeyedHash;
import io.machinenative.axiom.plugins.backup.keys.Secret;
import io.machinenative.axiom.plugins.backup.pack.PackBuilder;
import io.machinenative.axiom.plugins.backup.prune.PruneReport;
import io.machinenative.axiom.plugins.backup.prune.PruneRequest;
import io.machinenative.axiom.plugins.backup.prune.PruneRun;
import io.machinenative.axiom.plugins.backup.prune.Retention;
import io.machinenative.axiom.plugins.backup.repository.Repository;
import io.machinenative.axiom.plugins.backup.repository.Snapshot;
import io.machinenative.axiom.plugins.backup.repository.SnapshotKind;
import io.machinenative.axiom.plugins.backup.repository.SnapshotTotals;
import io.machinenative.axiom.plugins.backup.repository.Surroundings;
import io.machinenative.axiom.plugins.backup.storage.DirectoryStorage;
import io.machinenative.axiom.plugins.backup.tree.Attributes;
import io.machinenative.axiom.plugins.backup.tree.Content;
import io.machinenative.axiom.plugins.backup.tree.Entry;
import io.machinenative.axiom.plugins.backup.tree.TreeWriter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A prune that writes every pack anew, in a heap that has no room for what is written. Four times
 * as many chunks and snapshots went through a heap of 14 MiB.
 */
class PruneMemoryTest {
  private static final int CHUNKS = 300_000;
  private static final int SNAPSHOTS = 100;

  /** What is the same for all repositories takes 13 MiB, and an object a chunk would 11 more. */
  private static final String HEAP = "-Xmx16m";

  private static final int CHUNK_BYTES = 8;
  private static final int CHUNKS_A_FILE = 1_000;
  private static final long SEED = 41;
  private static final Attributes FILE =
      new Attributes(0644, 0, 0, 0, 0, 0, 0, CHUNK_BYTES * CHUNKS_A_FILE);

  @TempDir private Path temporary;

  @Test
  void growsNotWithWhatIsWrittenAnew() throws Exception {
    Path repository = temporary.resolve("repository");
    fill(new BackupRig(repository), CHUNKS, SNAPSHOTS);
    Path output = temporary.resolve("output");
    Process prune =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Prune.class.getName(),
                repository.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      prune.waitFor(5, TimeUnit.MINUTES);
      assertEquals(0, prune.isAlive() ? -1 : prune.exitValue(), Files.readString(output));
    } finally {
      prune.destroyForcibly();
    }
    assertEquals(
        "1 kept, %d chunks needed".formatted(CHUNKS / 2),
        Files.readString(output).strip().lines().toList().getLast());
  }

  /** In a process of its own, with a heap of its own. */
  static final class Prune {
    private Prune() {}

    public static void main(String[] arguments) throws IOException {
      SecureRandom random = new SecureRandom();
      Surroundings here =
          new Surroundings(
              random,
              System::currentTimeMillis,
              System::nanoTime,
              Thread.ofPlatform().daemon().factory(),
              2,
              Arena::ofShared,
              "test",
              ProcessHandle.current().pid());
      try (Secret secret = BackupRig.secret();
          Repository repository =
              Repository.open(
                  new DirectoryStorage(
                      Path.of(arguments[0]),
                      () -> ObjectId.random(random).toString(),
                      Arena::ofShared),
                  secret)) {
        PruneRequest request =
            new PruneRequest(
                Optional.of(new Retention(1, 0, 0, 0, 0, 0, List.of())), ZoneOffset.UTC, 20, false);
        PruneReport done = new PruneRun(repository, here, request, () -> false).run();
        if (done.rewrittenPacks() < CHUNKS / (16 << 10)) {
          throw new IllegalStateException("expected all packs to be written anew, actual " + done);
        }
        long tree = done.usedChunks() % CHUNKS_A_FILE;
        System.out.println(
            done.keptSnapshots() + " kept, " + (done.usedChunks() - tree) + " chunks needed");
      }
    }
  }

  /** Small chunks without files, of which every other one is needed by all snapshots alike. */
  private static void fill(BackupRig rig, int chunks, int snapshots) throws Exception {
    Surroundings surroundings = rig.surroundings();
    int packBytes = BackupRig.SMALL.packBytes();
    long bufferBytes = PackBuilder.memoryBytes(packBytes, 64 << 10);
    try (Repository repository = rig.open();
        ChunkIndex index = repository.loadIndex();
        PackStorer storer =
            new PackStorer(
                repository,
                index,
                surroundings,
                new BackupProgress(),
                new Failure(() -> false),
                3,
                bufferBytes,
                List.of());
        Packer data = new Packer(repository, storer, ChunkKind.DATA);
        Packer tree = new Packer(repository, storer, ChunkKind.TREE);
        KeyedHash names = repository.keys().chunkHash(ChunkKind.TREE)) {
      TreeWriter writer =
          new TreeWriter(
              repository.table(),
              (content, length) -> {
                byte[] id =
                    Arrays.copyOf(names.hash(Arrays.copyOf(content, length)), ChunkId.BYTES);
                tree.add(id, content, length);
                return id;
              });
      Random random = new Random(SEED);
      for (int file = 0; file < chunks / 2 / CHUNKS_A_FILE; file++) {
        byte[] ids = new byte[CHUNKS_A_FILE * ChunkId.BYTES];
        random.nextBytes(ids);
        byte[] unneeded = new byte[ChunkId.BYTES];
        for (int at = 0; at < ids.length; at += ChunkId.BYTES) {
          data.add(Arrays.copyOfRange(ids, at, at + ChunkId.BYTES), ids, CHUNK_BYTES);
          random.nextBytes(unneeded);
          data.add(unneeded.clone(), unneeded, CHUNK_BYTES);
        }
        int[] rawBytes = new int[CHUNKS_A_FILE];
        Arrays.fill(rawBytes, CHUNK_BYTES);
        byte[] path = "file-%06d".formatted(file).getBytes(StandardCharsets.UTF_8);
        writer.add(Entry.file(path, FILE, new Content(ids, rawBytes)));
      }
      List<byte[]> lists = writer.finish();
      data.flush();
      tree.flush();
      storer.finish();
      for (int i = 0; i < snapshots; i++) {
        repository.writeSnapshot(
            new Snapshot(
                new ObjectId(1, i),
                i,
                SnapshotKind.FULL,
                Optional.empty(),
                "test",
                List.of("/source"),
                List.of(),
                new SnapshotTotals(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
                lists));
      }
    }
  }

  /** Puts chunks into packs of a kind. */
  private static final class Packer implements AutoCloseable {
    private final PackStorer storer;
    private final PackBuilder builder;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment staging = arena.allocate(1 << 20);
    private MemorySegment memory;

    Packer(Repository repository, PackStorer storer, ChunkKind kind) {
      this.storer = storer;
      builder = new PackBuilder(repository.keys(), kind, BackupRig.SMALL.packBytes(), 1);
    }

    void add(byte[] id, byte[] content, int bytes) throws IOException {
      MemorySegment.copy(content, 0, staging, ValueLayout.JAVA_BYTE, 0, bytes);
      if (!builder.isOpen()) {
        try {
          memory = storer.take();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new InterruptedIOException("interrupted");
        }
        builder.begin(storer.newName(), memory);
      }
      builder.add(id, staging, 0, bytes);
      if (builder.isFull()) {
        flush();
      }
    }

    void flush() {
      if (builder.isOpen()) {
        storer.store(builder.finish(), memory);
      }
    }

    @Override
    public void close() {
      builder.close();
      arena.close();
    }
  }
}
