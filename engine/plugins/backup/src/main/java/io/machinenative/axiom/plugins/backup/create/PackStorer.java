package io.machinenative.axiom.plugins.backup.create;

import io.machinenative.axiom.plugins.backup.format.ObjectId;
import io.machinenative.axiom.plugins.backup.index.ChunkIndex;
import io.machinenative.axiom.plugins.backup.index.IndexFile;
import io.machinenative.axiom.plugins.backup.index.PackInfo;
import io.machinenative.axiom.plugins.backup.pack.PackDirectory;
import io.machinenative.axiom.plugins.backup.pack.PackEntry;
import io.machinenative.axiom.plugins.backup.pack.PackFormat;
import io.machinenative.axiom.plugins.backup.repository.Repository;
import io.machinenative.axiom.plugins.backup.repository.Surroundings;
import io.machinenative.axiom.plugins.backup.storage.Storage;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Stores finished packs on a thread of its own, so that nobody who computes waits for the disk, and
 * writes index files as they come together.
 *
 * <p>Owns the memory that packs are built in: a fixed number of buffers, which go round. Who finds
 * none waits until a pack is stored. {@link #take} and {@link #store} by any thread; the rest by
 * who made it.
 */
public final class PackStorer implements AutoCloseable {
  private final Repository repository;
  private final ChunkIndex index;
  private final Surroundings surroundings;
  private final BackupProgress progress;
  private final Failure failure;
  private final Arena arena;
  private final BlockingQueue<MemorySegment> free = new LinkedBlockingQueue<>();
  private final BlockingQueue<Job> jobs = new LinkedBlockingQueue<>();
  private final Thread thread;
  private List<PackDirectory> unindexed = new ArrayList<>();
  private int unindexedChunks;

  private sealed interface Job {
    record Pack(PackDirectory directory, MemorySegment memory) implements Job {}

    record End() implements Job {}
  }

  /**
   * @param buffers at least one more than there are builders
   * @param bufferBytes of each
   * @param adopted packs that are stored already, and that no index file mentions
   */
  public PackStorer(
      Repository repository,
      ChunkIndex index,
      Surroundings surroundings,
      BackupProgress progress,
      Failure failure,
      int buffers,
      long bufferBytes,
      List<PackDirectory> adopted) {
    this.repository = repository;
    this.index = index;
    this.surroundings = surroundings;
    this.progress = progress;
    this.failure = failure;
    arena = surroundings.memory().get();
    for (int i = 0; i < buffers; i++) {
      free.add(arena.allocate(bufferBytes, Storage.PAGE_BYTES));
    }
    for (PackDirectory pack : adopted) {
      unindexed.add(pack);
      unindexedChunks += pack.entries().size();
    }
    thread = surroundings.threads().newThread(this::run);
    thread.start();
  }

  /** Memory for a pack, which {@link #store} gives back; waits until there is one. */
  public MemorySegment take() throws InterruptedException, IOException {
    MemorySegment buffer = free.take();
    if (failure.isSet()) {
      // So that the next one who waits wakes up, too.
      free.add(buffer);
    }
    failure.throwIfAny();
    return buffer;
  }

  /** A new name for a pack. */
  public ObjectId newName() {
    return ObjectId.random(surroundings.random());
  }

  /** Hands a finished pack over, with its memory. */
  public void store(PackDirectory directory, MemorySegment memory) {
    jobs.add(new Job.Pack(directory, memory));
  }

  private void run() {
    try {
      while (jobs.take() instanceof Job.Pack pack) {
        storeOne(pack);
        free.add(pack.memory);
      }
      writeIndex();
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      failure.set(e);
      // Whoever waits for memory has to wake up and see it.
      free.add(MemorySegment.NULL);
    }
  }

  private void storeOne(Job.Pack job) throws IOException {
    PackDirectory pack = job.directory;
    repository.storage().put(PackFormat.name(pack.pack()), job.memory.asSlice(0, pack.packBytes()));
    int number = index.addPack(new PackInfo(pack.pack(), pack.kind(), pack.packBytes()));
    for (PackEntry entry : pack.entries()) {
      index.add(entry.id(), number, entry.offset(), entry.sealedBytes());
    }
    progress.packStored(pack.packBytes());
    unindexed.add(pack);
    unindexedChunks += pack.entries().size();
    if (unindexedChunks >= IndexFile.FULL_CHUNKS) {
      writeIndex();
    }
  }

  private void writeIndex() throws IOException {
    if (!unindexed.isEmpty()) {
      repository.writeIndex(unindexed, surroundings);
      unindexed = new ArrayList<>();
      unindexedChunks = 0;
    }
  }

  /** Waits until all packs that were handed over, and the index of them, are stored. */
  public void finish() throws InterruptedException, IOException {
    jobs.add(new Job.End());
    thread.join();
    failure.throwIfAny();
  }

  /** Stops, and frees the memory: nobody may use a buffer any more. */
  @Override
  public void close() {
    jobs.clear();
    jobs.add(new Job.End());
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    arena.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
