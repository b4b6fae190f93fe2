package io.machinenative.axiom.plugins.backup.prune;

import io.machinenative.axiom.plugins.backup.create.Failure;
import io.machinenative.axiom.plugins.backup.format.ChunkKind;
import io.machinenative.axiom.plugins.backup.format.ObjectId;
import io.machinenative.axiom.plugins.backup.index.ChunkIndex;
import io.machinenative.axiom.plugins.backup.index.Location;
import io.machinenative.axiom.plugins.backup.index.PackInfo;
import io.machinenative.axiom.plugins.backup.pack.PackBuilder;
import io.machinenative.axiom.plugins.backup.pack.PackDirectory;
import io.machinenative.axiom.plugins.backup.pack.PackEntry;
import io.machinenative.axiom.plugins.backup.pack.PackFormat;
import io.machinenative.axiom.plugins.backup.pack.PackReader;
import io.machinenative.axiom.plugins.backup.reach.SlotMarks;
import io.machinenative.axiom.plugins.backup.repository.Repository;
import io.machinenative.axiom.plugins.backup.repository.Surroundings;
import io.machinenative.axiom.plugins.backup.storage.Storage;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Copies what is needed out of packs into new ones of one kind: opened and sealed again under the
 * new pack's key, and not compressed again; each new pack goes to the index as soon as it is
 * stored. One thread's. Holds one pack in memory.
 */
final class PackRewriter implements AutoCloseable {
  private final Repository repository;
  private final Surroundings surroundings;
  private final ChunkIndex index;
  private final SlotMarks needed;
  private final Failure failure;
  private final ChunkKind kind;
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment memory;
  private final PackReader reader;
  private final PackBuilder builder;
  private final IndexRewriter indexes;
  private long writtenBytes;

  /**
   * @param indexes the caller's
   */
  PackRewriter(
      Repository repository,
      Surroundings surroundings,
      ChunkIndex index,
      SlotMarks needed,
      Failure failure,
      ChunkKind kind,
      IndexRewriter indexes) {
    this.repository = repository;
    this.surroundings = surroundings;
    this.index = index;
    this.needed = needed;
    this.failure = failure;
    this.kind = kind;
    this.indexes = indexes;
    int chunkMaxBytes = repository.settings().chunkSizes().maxBytes();
    int packBytes = repository.settings().packBytes();
    memory = arena.allocate(PackBuilder.memoryBytes(packBytes, chunkMaxBytes), Storage.PAGE_BYTES);
    reader = new PackReader(repository.storage(), repository.keys(), chunkMaxBytes);
    builder = new PackBuilder(repository.keys(), kind, packBytes, 1);
  }

  void copy(PackInfo pack) throws IOException {
    assert pack.kind() == kind : pack;
    PackDirectory directory = reader.directory(pack.id(), pack.packBytes());
    for (PackEntry entry : directory.entries()) {
      failure.throwIfAny();
      if (isNeededHere(pack, entry)) {
        copy(pack, entry);
      }
    }
  }

  /** The same chunk may be in another pack, too, and needed there. */
  private boolean isNeededHere(PackInfo pack, PackEntry entry) {
    long slot = index.slot(entry.id());
    if (slot == ChunkIndex.NONE || !needed.isMarked(slot)) {
      return false;
    }
    Location at = index.find(entry.id()).orElseThrow();
    return at.pack().equals(pack.id()) && at.offset() == entry.offset();
  }

  private void copy(PackInfo pack, PackEntry entry) throws IOException {
    MemorySegment encoded =
        reader.readEncoded(pack.id(), kind, entry.id(), entry.offset(), entry.sealedBytes());
    if (!builder.isOpen()) {
      builder.begin(ObjectId.random(surroundings.random()), memory);
    }
    builder.addEncoded(entry.id(), encoded, entry.rawBytes());
    if (builder.isFull()) {
      store();
    }
  }

  private void store() throws IOException {
    PackDirectory pack = builder.finish();
    repository.storage().put(PackFormat.name(pack.pack()), memory.asSlice(0, pack.packBytes()));
    writtenBytes += pack.packBytes();
    indexes.add(pack);
  }

  /** Stores what there is of a pack; answers how many bytes all new packs have. */
  long finish() throws IOException {
    if (builder.isOpen()) {
      store();
    }
    return writtenBytes;
  }

  @Override
  public void close() {
    builder.close();
    reader.close();
    arena.close();
  }
}
