package io.machinenative.axiom.plugins.backup.stream;

import io.machinenative.axiom.plugins.backup.format.DamagedException;
import io.machinenative.axiom.plugins.backup.tree.Attributes;
import io.machinenative.axiom.plugins.backup.tree.Content;
import io.machinenative.axiom.plugins.backup.tree.Entry;
import io.machinenative.axiom.plugins.backup.tree.EntryType;
import io.machinenative.axiom.plugins.backup.tree.ExtendedAttribute;
import io.machinenative.axiom.plugins.backup.tree.PathBytes;
import io.machinenative.axiom.plugins.backup.tree.PathOrder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads what a {@link StreamWriter} wrote: entry by entry, and of a file run by run. What no writer
 * makes is refused: paths that lead out or are out of order, entries below what is no directory,
 * other totals than there are entries. One thread's; memory is one block. The channel is the
 * caller's.
 *
 * <p>Only when {@link #next} has answered null was all of it read, and proven.
 */
public final class StreamReader {
  private static final int TEXTS_MAX = 10_000;

  private final BlockReader blocks;
  private final StreamAbout about;
  private final PathOrder order = new PathOrder();
  private StreamTotals totals = StreamTotals.NONE;
  private Entry file;
  private boolean open;
  private ContentEnd ended = ContentEnd.WHOLE;
  private long position;

  /** Reads the beginning. */
  public StreamReader(ReadableByteChannel in) throws IOException {
    blocks = new BlockReader(in);
    int type = blocks.u8();
    if (type != StreamFormat.ABOUT) {
      throw blocks.damaged("expected what the stream is about, actual a record of type " + type);
    }
    long timeMs = blocks.varint();
    about = new StreamAbout(timeMs, text(), texts(), texts());
  }

  private String text() throws IOException {
    return new String(blocks.counted(), StandardCharsets.UTF_8);
  }

  private List<String> texts() throws IOException {
    long count = blocks.varint();
    if (count < 0 || count > TEXTS_MAX) {
      throw blocks.damaged("expected at most " + TEXTS_MAX + " texts, actual " + count);
    }
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      texts.add(text());
    }
    return texts;
  }

  public StreamAbout about() {
    return about;
  }

  /** What was read so far; of a file, when it is known that it is kept. */
  public StreamTotals totals() {
    return totals;
  }

  /**
   * The next entry, or null when all of the stream was read and proven. A file has its size as it
   * was found, and its content comes from {@link #nextRun}, to the end.
   */
  public Entry next() throws IOException {
    assert !open : "the file before was not read to its end";
    int type = blocks.u8();
    if (type == StreamFormat.END) {
      settleFile();
      end();
      return null;
    }
    EntryType kind = EntryType.of(type & ~ExtendedAttribute.ENTRY_FLAG);
    byte[] path = blocks.counted();
    if (!PathBytes.isPlain(path)) {
      throw blocks.damaged("expected a path of plain names, actual '" + PathBytes.text(path) + "'");
    }
    boolean again = isAgain(kind, path);
    if (!again) {
      settleFile();
      Optional<String> misplaced = order.next(kind, path);
      if (misplaced.isPresent()) {
        throw blocks.damaged(misplaced.get());
      }
    }
    return read(kind, path, (type & ExtendedAttribute.ENTRY_FLAG) != 0);
  }

  /** Whether it is the file of before, which changed while it was read. */
  private boolean isAgain(EntryType kind, byte[] path) {
    return kind == EntryType.FILE
        && file != null
        && ended == ContentEnd.CHANGED
        && Arrays.equals(path, file.path());
  }

  private void settleFile() {
    if (file != null && ended != ContentEnd.UNREADABLE) {
      totals = totals.and(position);
    }
    file = null;
  }

  private Entry read(EntryType kind, byte[] path, boolean more) throws IOException {
    int mode = (int) blocks.varint();
    int uid = (int) blocks.varint();
    int gid = (int) blocks.varint();
    long modifiedNs = blocks.signed();
    List<ExtendedAttribute> extended = more ? extended() : List.of();
    long bytes = kind == EntryType.FILE ? blocks.varint() : 0;
    Attributes attributes = new Attributes(mode, uid, gid, modifiedNs, 0, 0, 0, bytes, extended);
    if (kind == EntryType.FILE) {
      file = Entry.file(path, attributes, Content.EMPTY);
      open = true;
      position = 0;
      return file;
    }
    totals = totals.and(kind);
    if (kind == EntryType.DIRECTORY) {
      return Entry.directory(path, attributes);
    }
    byte[] link = blocks.counted();
    if (kind == EntryType.HARD_LINK && !PathBytes.isPlain(link)) {
      throw blocks.damaged(
          "expected a link to a path of plain names, actual '" + PathBytes.text(link) + "'");
    }
    return Entry.link(kind, path, attributes, link);
  }

  private List<ExtendedAttribute> extended() throws IOException {
    List<ExtendedAttribute> extended = new ArrayList<>();
    int bytes = 0;
    for (long left = blocks.varint(); left != 0; left--) {
      ExtendedAttribute each = new ExtendedAttribute(blocks.counted(), blocks.counted());
      bytes += each.name().length + each.value().length;
      if (bytes > ExtendedAttribute.TOTAL_MAX_BYTES || each.name().length == 0) {
        throw blocks.damaged(
            "expected extended attributes with names, of 256 KiB at most, actual others");
      }
      extended.add(each);
    }
    return extended;
  }

  /** Told of the content of a file, in order. */
  public interface Runs {
    /**
     * Bytes.
     *
     * @param position where in the file
     * @param content borrowed for the call
     */
    void data(long position, ByteBuffer content) throws IOException;
  }

  /**
   * Reads the next run of the file that {@link #next} answered.
   *
   * @param runs told of its bytes; a hole is nothing but a later position
   * @return false at the end
   */
  public boolean nextRun(Runs runs) throws IOException {
    assert open : "expected a file that is open";
    long head = blocks.varint();
    if (head == 0) {
      int how = blocks.u8();
      if (how >= ContentEnd.values().length) {
        throw blocks.damaged("expected the end of a file, 0 to 2, actual " + how);
      }
      ended = ContentEnd.values()[how];
      open = false;
      return false;
    }
    long bytes = head >>> 1;
    if (bytes == 0 || position + bytes < 0) {
      throw blocks.damaged("expected a run of bytes, actual " + bytes + " at " + position);
    }
    if ((head & 1) != 0) {
      position += bytes;
      return true;
    }
    for (long left = bytes; left > 0; ) {
      ByteBuffer part = blocks.next(left);
      int step = part.remaining();
      runs.data(position, part);
      position += step;
      left -= step;
    }
    return true;
  }

  /**
   * Reads all that is left, and proves it.
   *
   * @param check asked often; throws when the answer is not wanted any more
   */
  public void requireWhole(Runnable check) throws IOException {
    for (Entry entry = next(); entry != null; entry = next()) {
      check.run();
      if (entry.type() == EntryType.FILE) {
        while (nextRun((at, content) -> content.position(content.limit()))) {
          check.run();
        }
      }
    }
  }

  /** How the file ended, and how long it is, when {@link #nextRun} has answered false. */
  public ContentEnd ended() {
    return ended;
  }

  public long fileBytes() {
    return position;
  }

  private void end() throws IOException {
    StreamTotals written =
        new StreamTotals(blocks.varint(), blocks.varint(), blocks.varint(), blocks.varint());
    if (!written.equals(totals)) {
      throw new DamagedException("the stream: expected " + written + ", actual " + totals);
    }
    blocks.requireEnd();
  }
}
