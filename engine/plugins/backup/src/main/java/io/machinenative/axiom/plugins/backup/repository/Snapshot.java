package io.machinenative.axiom.plugins.backup.repository;

import io.machinenative.axiom.plugins.backup.format.ByteSink;
import io.machinenative.axiom.plugins.backup.format.ByteSource;
import io.machinenative.axiom.plugins.backup.format.ChunkId;
import io.machinenative.axiom.plugins.backup.format.DamagedException;
import io.machinenative.axiom.plugins.backup.format.ObjectId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A snapshot: the file {@code snapshots/ID}, sealed.
 *
 * <pre>
 *   version u8 = 1 | time: varint, ms since 1970 | kind u8 | parent: u8 0 or 1, then id 16
 *   | host: text | sources: varint, then text each | tags: varint, then text each
 *   | eleven totals: varint each | lists: varint, then id 20 each
 * </pre>
 *
 * @param timeMs since 1970
 * @param parent whose unchanged files were not read
 * @param host where it was made
 * @param sources absolute paths of what was saved
 * @param lists ids of the chunks that list the chunks of entries
 */
public record Snapshot(
    ObjectId id,
    long timeMs,
    SnapshotKind kind,
    Optional<ObjectId> parent,
    String host,
    List<String> sources,
    List<String> tags,
    SnapshotTotals totals,
    List<byte[]> lists) {
  /** The folder of snapshots. */
  public static final String FOLDER = "snapshots";

  private static final int VERSION = 1;

  byte[] encode() {
    ByteSink sink = new ByteSink(512);
    sink.u8(VERSION).varint(timeMs).u8(kind.code()).u8(parent.isPresent() ? 1 : 0);
    parent.ifPresent(snapshot -> snapshot.write(sink));
    sink.text(host).varint(sources.size());
    sources.forEach(sink::text);
    sink.varint(tags.size());
    tags.forEach(sink::text);
    sink.varint(totals.files()).varint(totals.directories()).varint(totals.symbolicLinks());
    sink.varint(totals.bytes()).varint(totals.readFiles()).varint(totals.readBytes());
    sink.varint(totals.newChunks()).varint(totals.newBytes()).varint(totals.storedBytes());
    sink.varint(totals.warnings()).varint(totals.durationMs());
    sink.varint(lists.size());
    lists.forEach(sink::raw);
    return sink.toArray();
  }

  static Snapshot decode(ObjectId id, byte[] content) throws DamagedException {
    ByteSource source = new ByteSource(FOLDER + "/" + id, content);
    int version = source.u8();
    if (version != VERSION) {
      throw source.damaged("expected version 1, actual " + version);
    }
    long timeMs = source.varint();
    SnapshotKind kind = SnapshotKind.of(source);
    Optional<ObjectId> parent =
        source.u8() == 0 ? Optional.empty() : Optional.of(ObjectId.of(source));
    String host = source.text();
    List<String> sources = texts(source);
    List<String> tags = texts(source);
    SnapshotTotals totals =
        new SnapshotTotals(
            source.varint(),
            source.varint(),
            source.varint(),
            source.varint(),
            source.varint(),
            source.varint(),
            source.varint(),
            source.varint(),
            source.varint(),
            source.varint(),
            source.varint());
    int count = source.count(ChunkId.BYTES);
    List<byte[]> lists = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      lists.add(source.raw(ChunkId.BYTES));
    }
    source.requireEnd();
    return new Snapshot(id, timeMs, kind, parent, host, sources, tags, totals, lists);
  }

  private static List<String> texts(ByteSource source) throws DamagedException {
    int count = source.count(1);
    List<String> texts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      texts.add(source.text());
    }
    return List.copyOf(texts);
  }
}
