package io.machinenative.axiom.plugins.backup.restore;

import io.machinenative.axiom.natives.aes.OwnerOnly;
import io.machinenative.axiom.plugins.backup.format.ChunkId;
import io.machinenative.axiom.plugins.backup.format.ChunkKind;
import io.machinenative.axiom.plugins.backup.format.DamagedException;
import io.machinenative.axiom.plugins.backup.repository.ChunkReader;
import io.machinenative.axiom.plugins.backup.storage.DirectAccess;
import io.machinenative.axiom.plugins.backup.tree.Content;
import io.machinenative.axiom.plugins.backup.tree.Entry;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Writes a file under another name, and gives it its own when it is whole. Long runs of zeros are
 * not written: they become holes. One thread's.
 */
final class FileWriter implements AutoCloseable {
  /** Runs of zeros that are shorter are written. */
  private static final int HOLE_BYTES = 64 << 10;

  /** Files that are longer go past the system's cache. */
  private static final long DIRECT_BYTES = 256 << 10;

  private static final Set<OpenOption> OPTIONS =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private final ChunkReader chunks;
  private final AttributeWriter attributes;
  private final Supplier<String> names;
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment zeros = arena.allocate(HOLE_BYTES);
  private final DirectOutput direct = new DirectOutput(arena);
  private boolean takesDirect = DirectAccess.option().isPresent();

  /**
   * @param chunks closed with this
   * @param names gives a name that nobody has used
   */
  FileWriter(ChunkReader chunks, AttributeWriter attributes, Supplier<String> names) {
    this.chunks = chunks;
    this.attributes = attributes;
    this.names = names;
  }

  /** Brings a file back; what was there before stays until it is whole. */
  void write(Path place, Entry entry) throws IOException {
    Path temporary = place.resolveSibling(".axiom-restore-" + names.get());
    try {
      if (!writeDirect(temporary, entry)) {
        try (FileChannel channel = FileChannel.open(temporary, OPTIONS, OwnerOnly.attributes())) {
          write(channel, entry);
        }
      }
      attributes.apply(temporary, entry.attributes());
      Files.move(
          temporary, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(temporary);
      throw e;
    }
  }

  /** Writes a long file where the file system allows; else there is none after it. */
  private boolean writeDirect(Path file, Entry entry) throws IOException {
    if (!takesDirect || entry.attributes().bytes() < DIRECT_BYTES) {
      return false;
    }
    Set<OpenOption> options = new HashSet<>(OPTIONS);
    options.add(DirectAccess.option().orElseThrow());
    direct.begin();
    try (FileChannel channel = FileChannel.open(file, options, OwnerOnly.attributes())) {
      direct.into(channel);
      for (int i = 0; i < entry.content().chunkCount(); i++) {
        direct.add(chunk(entry.content(), i));
      }
      direct.finish();
      return true;
    } catch (DamagedException e) {
      throw e;
    } catch (UnsupportedOperationException | IOException e) {
      if (direct.hasWritten()) {
        throw e; // the disk, not the way to it
      }
      // A file system without it, or with longer blocks: from now on the way round.
      takesDirect = false;
      Files.deleteIfExists(file);
      return false;
    }
  }

  private MemorySegment chunk(Content content, int number) throws IOException {
    byte[] id = content.id(number);
    MemorySegment chunk = chunks.read(ChunkKind.DATA, id);
    if (chunk.byteSize() != content.rawBytes()[number]) {
      throw new DamagedException(
          "chunk %s: expected %d bytes, actual %d"
              .formatted(ChunkId.text(id), content.rawBytes()[number], chunk.byteSize()));
    }
    return chunk;
  }

  private void write(FileChannel channel, Entry entry) throws IOException {
    Content content = entry.content();
    long position = 0;
    for (int i = 0; i < content.chunkCount(); i++) {
      MemorySegment chunk = chunk(content, i);
      write(channel, position, chunk);
      position += chunk.byteSize();
    }
    if (channel.size() < position) {
      // It ends in a hole, which a last byte makes.
      write(channel, position - 1, zeros, 0, 1);
    }
  }

  private void write(FileChannel channel, long position, MemorySegment chunk) throws IOException {
    long bytes = chunk.byteSize();
    long written = 0;
    for (long at = 0; at + HOLE_BYTES <= bytes; at += HOLE_BYTES) {
      if (isZero(chunk, at)) {
        write(channel, position + written, chunk, written, at - written);
        written = at + HOLE_BYTES;
      }
    }
    write(channel, position + written, chunk, written, bytes - written);
  }

  private boolean isZero(MemorySegment chunk, long at) {
    return MemorySegment.mismatch(chunk, at, at + HOLE_BYTES, zeros, 0, HOLE_BYTES) < 0;
  }

  private static void write(
      FileChannel channel, long position, MemorySegment chunk, long from, long bytes)
      throws IOException {
    if (bytes == 0) {
      return;
    }
    ByteBuffer buffer = chunk.asSlice(from, bytes).asByteBuffer();
    while (buffer.hasRemaining()) {
      channel.write(buffer, position + buffer.position());
    }
  }

  @Override
  public void close() {
    chunks.close();
    arena.close();
  }
}
