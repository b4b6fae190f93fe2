package io.machinenative.axiom.plugins.backup.tree;

import io.machinenative.axiom.plugins.backup.format.ByteSink;
import io.machinenative.axiom.plugins.backup.format.ByteSource;
import io.machinenative.axiom.plugins.backup.format.ChunkId;
import io.machinenative.axiom.plugins.backup.format.DamagedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * An entry as bytes. Stateless.
 *
 * <pre>
 *   type u8 | path: counted | mode, uid, gid: varint | modified, changed: signed varint, ns
 *   | inode, device: varint
 *   when the type has the bit 0x40, extended attributes: varint | for each: name, value: counted
 *   then of a FILE            size: varint | chunks: varint | for each: id 20, raw bytes varint
 *        of a LARGE FILE (5)  size: varint | parts: varint | for each: id 20 of a chunk of a tree,
 *                             which is 'C' | chunks: varint | for each: id 20, raw bytes varint
 *        of a SYMBOLIC_LINK   target: counted
 *        of a HARD_LINK       path of the file: counted
 * </pre>
 */
final class EntryCodec {
  private static final byte[] NO_LINK = {};

  private EntryCodec() {}

  static final int PART = 'C';

  /** From so many chunks on a file is a large one: 2 GiB of chunks of 1 MiB. */
  static final int INLINE_CHUNKS = 2048;

  private static final int LARGE_FILE = 5;
  private static final int PART_CHUNKS = 8192;

  static void write(Entry entry, ByteSink sink, TreeWriter.ChunkSink parts) throws IOException {
    boolean large = entry.content().chunkCount() > INLINE_CHUNKS;
    Attributes a = entry.attributes();
    int type = large ? LARGE_FILE : entry.type().code();
    sink.u8(a.extended().isEmpty() ? type : type | ExtendedAttribute.ENTRY_FLAG);
    sink.counted(entry.path());
    sink.varint(a.mode()).varint(Integer.toUnsignedLong(a.uid()));
    sink.varint(Integer.toUnsignedLong(a.gid()));
    sink.signed(a.modifiedNs()).signed(a.changedNs()).varint(a.inode()).varint(a.device());
    if (!a.extended().isEmpty()) {
      sink.varint(a.extended().size());
      a.extended().forEach(each -> sink.counted(each.name()).counted(each.value()));
    }
    switch (entry.type()) {
      case FILE -> {
        sink.varint(a.bytes());
        if (large) {
          writeParts(entry.content(), sink, parts);
        } else {
          writeChunks(entry.content(), 0, entry.content().chunkCount(), sink);
        }
      }
      case SYMBOLIC_LINK, HARD_LINK -> sink.counted(entry.link());
      case DIRECTORY -> {}
    }
  }

  private static void writeParts(Content content, ByteSink sink, TreeWriter.ChunkSink parts)
      throws IOException {
    int chunks = content.chunkCount();
    sink.varint((chunks + PART_CHUNKS - 1) / PART_CHUNKS);
    for (int from = 0; from < chunks; from += PART_CHUNKS) {
      ByteSink part = new ByteSink(PART_CHUNKS * (ChunkId.BYTES + 4));
      writeChunks(content, from, Math.min(chunks, from + PART_CHUNKS), part.u8(PART));
      sink.raw(parts.store(part.array(), part.length()));
    }
  }

  private static void writeChunks(Content content, int from, int to, ByteSink sink) {
    sink.varint(to - from);
    for (int i = from; i < to; i++) {
      sink.raw(content.ids(), i * ChunkId.BYTES, ChunkId.BYTES).varint(content.rawBytes()[i]);
    }
  }

  static Entry read(ByteSource source, TreeReader.ChunkSource parts) throws IOException {
    int first = source.u8();
    int code = first & ~ExtendedAttribute.ENTRY_FLAG;
    boolean large = code == LARGE_FILE;
    EntryType type = large ? EntryType.FILE : EntryType.of(code);
    byte[] path = source.counted();
    if (!PathBytes.isPlain(path)) {
      throw source.damaged("expected a path of plain names, actual '" + PathBytes.text(path) + "'");
    }
    int mode = (int) source.varint();
    int uid = (int) source.varint();
    int gid = (int) source.varint();
    long modifiedNs = source.signed();
    long changedNs = source.signed();
    long inode = source.varint();
    long device = source.varint();
    List<ExtendedAttribute> extended = code == first ? List.of() : extended(source);
    long bytes = 0;
    byte[] link = NO_LINK;
    Content content = Content.EMPTY;
    switch (type) {
      case FILE -> {
        bytes = source.varint();
        content = large ? parts(source, parts) : chunks(source);
        if (content.bytes() != bytes) {
          throw source.damaged(
              "expected chunks of %d bytes, actual %d".formatted(bytes, content.bytes()));
        }
      }
      case SYMBOLIC_LINK, HARD_LINK -> link = source.counted();
      case DIRECTORY -> {}
    }
    if (type == EntryType.HARD_LINK && !PathBytes.isPlain(link)) {
      throw source.damaged(
          "expected a link to a path of plain names, actual '" + PathBytes.text(link) + "'");
    }
    Attributes attributes =
        new Attributes(mode, uid, gid, modifiedNs, changedNs, inode, device, bytes, extended);
    return new Entry(type, path, attributes, link, content);
  }

  private static List<ExtendedAttribute> extended(ByteSource source) throws DamagedException {
    int count = source.count(2);
    List<ExtendedAttribute> extended = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      extended.add(new ExtendedAttribute(source.counted(), source.counted()));
    }
    return extended;
  }

  private static Content parts(ByteSource source, TreeReader.ChunkSource parts) throws IOException {
    int count = source.count(ChunkId.BYTES);
    List<Content> contents = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      byte[] id = source.raw(ChunkId.BYTES);
      ByteSource part = new ByteSource("tree chunk " + ChunkId.text(id), parts.read(id));
      int type = part.u8();
      if (type != PART) {
        throw part.damaged("expected type " + PART + ", actual " + type);
      }
      contents.add(chunks(part));
      part.requireEnd();
    }
    return Content.join(contents);
  }

  private static Content chunks(ByteSource source) throws DamagedException {
    int chunks = source.count(ChunkId.BYTES + 1);
    byte[] ids = new byte[chunks * ChunkId.BYTES];
    int[] rawBytes = new int[chunks];
    for (int i = 0; i < chunks; i++) {
      System.arraycopy(source.raw(ChunkId.BYTES), 0, ids, i * ChunkId.BYTES, ChunkId.BYTES);
      long raw = source.varint();
      if (raw < 1 || raw > Integer.MAX_VALUE) {
        throw source.damaged("expected a chunk of 1 byte or more, actual " + raw);
      }
      rawBytes[i] = (int) raw;
    }
    return new Content(ids, rawBytes);
  }
}
