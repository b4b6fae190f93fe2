package io.machinenative.axiom.plugins.backup.stream;

import io.machinenative.axiom.plugins.backup.format.ByteSink;
import io.machinenative.axiom.plugins.backup.tree.Attributes;
import io.machinenative.axiom.plugins.backup.tree.Entry;
import io.machinenative.axiom.plugins.backup.tree.EntryType;
import io.machinenative.axiom.plugins.backup.tree.ExtendedAttribute;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/**
 * Writes a snapshot as a stream. A file is begun, gets runs of bytes and holes, and is ended; all
 * other entries are one call. One thread's; memory is one block. The channel is the caller's.
 *
 * <pre>
 *   about  = 16 u8 | time: varint, ms since 1970 | host: text | sources, tags: varint, then texts
 *   record = type u8 | path: counted | mode, uid, gid: varint | modified: signed varint, ns
 *            then of a FILE           size: varint | run | ... | 0 | how it ended: u8
 *                 of a SYMBOLIC_LINK  target: counted
 *                 of a HARD_LINK      path of the file: counted
 *   run    = varint: bytes * 2, then the bytes; or length of a hole * 2 + 1
 *   end    = 0 u8 | files, directories, symbolic links, bytes of files: varint
 * </pre>
 */
public final class StreamWriter {
  private final BlockWriter blocks;
  private final ByteSink fields = new ByteSink(1 << 10);
  private StreamTotals totals = StreamTotals.NONE;
  private long fileBytes;

  /** Begins a stream. */
  public StreamWriter(WritableByteChannel out, StreamAbout about) throws IOException {
    blocks = new BlockWriter(out);
    fields.u8(StreamFormat.ABOUT).varint(about.timeMs()).text(about.host());
    fields.varint(about.sources().size());
    about.sources().forEach(fields::text);
    fields.varint(about.tags().size());
    about.tags().forEach(fields::text);
    flush();
  }

  private void flush() throws IOException {
    blocks.write(fields);
    fields.clear();
  }

  /** A directory or a link. */
  public void entry(Entry entry) throws IOException {
    assert entry.type() != EntryType.FILE : entry;
    header(entry.type(), entry.path(), entry.attributes());
    if (entry.type() != EntryType.DIRECTORY) {
      fields.counted(entry.link());
    }
    flush();
    totals = totals.and(entry.type());
  }

  private void header(EntryType type, byte[] path, Attributes a) {
    int code = a.extended().isEmpty() ? type.code() : type.code() | ExtendedAttribute.ENTRY_FLAG;
    fields.u8(code).counted(path).varint(a.mode()).varint(Integer.toUnsignedLong(a.uid()));
    fields.varint(Integer.toUnsignedLong(a.gid())).signed(a.modifiedNs());
    if (!a.extended().isEmpty()) {
      fields.varint(a.extended().size());
      a.extended().forEach(each -> fields.counted(each.name()).counted(each.value()));
    }
  }

  /** Begins a file. */
  public void beginFile(byte[] path, Attributes attributes) throws IOException {
    header(EntryType.FILE, path, attributes);
    fields.varint(attributes.bytes());
    fileBytes = 0;
  }

  /** The next bytes of the file; 1 or more. */
  public void data(byte[] source, int offset, int bytes) throws IOException {
    fields.varint((long) bytes << 1);
    flush();
    blocks.write(source, offset, bytes);
    fileBytes += bytes;
  }

  /** Zeros come next, 1 or more, which need not be written. */
  public void hole(long bytes) throws IOException {
    fields.varint(bytes << 1 | 1);
    fileBytes += bytes;
  }

  /** Ends the file. */
  public void endFile(ContentEnd how) throws IOException {
    fields.varint(0).u8(how.ordinal());
    flush();
    if (how == ContentEnd.WHOLE) {
      countFile();
    }
  }

  /** A file that ended as changed, and is not written again, is kept as it is. */
  public void keepChangedFile() {
    countFile();
  }

  private void countFile() {
    totals = totals.and(fileBytes);
  }

  /** Ends the stream, without which it is not whole. */
  public StreamTotals finish() throws IOException {
    fields.u8(StreamFormat.END).varint(totals.files()).varint(totals.directories());
    fields.varint(totals.symbolicLinks()).varint(totals.bytes());
    flush();
    blocks.finish();
    return totals;
  }
}
