package io.machinenative.axiom.plugins.backup.verify;

import io.machinenative.axiom.plugins.backup.create.Failure;
import io.machinenative.axiom.plugins.backup.format.ChunkId;
import io.machinenative.axiom.plugins.backup.format.DamagedException;
import io.machinenative.axiom.plugins.backup.format.ObjectId;
import io.machinenative.axiom.plugins.backup.index.ChunkIndex;
import io.machinenative.axiom.plugins.backup.index.Location;
import io.machinenative.axiom.plugins.backup.pack.PackDirectory;
import io.machinenative.axiom.plugins.backup.pack.PackEntry;
import io.machinenative.axiom.plugins.backup.pack.PackFormat;
import io.machinenative.axiom.plugins.backup.pack.PackReader;
import io.machinenative.axiom.plugins.backup.repository.Repository;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;

/** One of the threads that read packs whole, and prove every byte of them. */
final class PackProver implements Runnable {
  /** A pack, and how long it is; with no id it ends the thread. */
  record Pack(ObjectId id, long bytes) {
    static final Pack END = new Pack(null, 0);
  }

  private final Repository repository;
  private final ChunkIndex index;
  private final BlockingQueue<Pack> packs;
  private final Findings findings;
  private final Failure failure;
  private final boolean everything;

  /**
   * @param everything whether chunks are read; else only what says which they are
   */
  PackProver(
      Repository repository,
      ChunkIndex index,
      BlockingQueue<Pack> packs,
      Findings findings,
      Failure failure,
      boolean everything) {
    this.repository = repository;
    this.index = index;
    this.packs = packs;
    this.findings = findings;
    this.failure = failure;
    this.everything = everything;
  }

  @Override
  public void run() {
    try (PackReader reader =
        new PackReader(
            repository.storage(),
            repository.keys(),
            repository.settings().chunkSizes().maxBytes())) {
      for (Pack pack = packs.take(); pack.id != null; pack = packs.take()) {
        failure.throwIfAny();
        prove(reader, pack);
      }
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      failure.set(e);
    }
  }

  private void prove(PackReader reader, Pack pack) throws IOException {
    PackDirectory directory;
    try {
      directory = reader.directory(pack.id, pack.bytes);
    } catch (DamagedException e) {
      findings.problem(e.getMessage());
      return;
    } catch (NoSuchFileException e) {
      findings.problem(PackFormat.name(pack.id) + ": expected a pack, actual none: " + e);
      return;
    }
    for (PackEntry entry : directory.entries()) {
      failure.throwIfAny();
      compareWithIndex(directory, entry);
      if (everything) {
        prove(reader, directory, entry);
      }
    }
  }

  private void compareWithIndex(PackDirectory pack, PackEntry entry) {
    Optional<Location> known = index.find(entry.id());
    if (known.isEmpty()) {
      if (index.knows(pack.pack())) {
        findings.problem(
            "index: expected chunk %s of %s, actual none"
                .formatted(ChunkId.text(entry.id()), PackFormat.name(pack.pack())));
      }
      return;
    }
    Location at = known.get();
    boolean here = at.pack().equals(pack.pack());
    if (here && (at.offset() != entry.offset() || at.sealedBytes() != entry.sealedBytes())) {
      findings.problem(
          "index: expected chunk %s at %d of %s, actual at %d"
              .formatted(
                  ChunkId.text(entry.id()),
                  entry.offset(),
                  PackFormat.name(pack.pack()),
                  at.offset()));
    }
  }

  private void prove(PackReader reader, PackDirectory pack, PackEntry entry) throws IOException {
    try {
      MemorySegment content =
          reader.read(
              pack.pack(), pack.kind(), entry.id(), entry.offset(), entry.sealedBytes(), true);
      if (content.byteSize() != entry.rawBytes()) {
        findings.problem(
            "%s at %d: expected %d bytes of content, actual %d"
                .formatted(
                    PackFormat.name(pack.pack()),
                    entry.offset(),
                    entry.rawBytes(),
                    content.byteSize()));
      }
      findings.proven(content.byteSize());
    } catch (DamagedException e) {
      findings.problem(e.getMessage());
    }
  }
}
