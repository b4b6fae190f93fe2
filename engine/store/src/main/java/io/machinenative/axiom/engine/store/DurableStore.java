package io.machinenative.axiom.engine.store;

import io.machinenative.axiom.engine.registry.RecordLimits;
import io.machinenative.axiom.engine.registry.RecordStore;
import io.machinenative.axiom.engine.registry.StoreFullException;
import io.machinenative.axiom.engine.registry.feed.StoreLineage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.util.Optional;
import net.openhft.chronicle.hash.locks.InterProcessDeadLockException;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Records off the heap, durable, and shared with other processes.
 *
 * <pre>
 *   put, remove ─▶ room in the journal? ─▶ view (Chronicle Map) ─▶ staged in memory
 *   commit      ─▶ journal: one write, with POWER one sync ─▶ head: so far ─▶ a step of compaction
 *   get         ─▶ view
 *   open        ─▶ journal read and checked ─▶ view as it was left, or made anew
 * </pre>
 *
 * <p>The journal is the truth, the view can always be made from it. See docs/store.md for each
 * byte.
 *
 * <p>Threads as {@link RecordStore} says. Owns the directory from {@link #open} to {@link #close}.
 * After a write that the disk refused it takes no more changes; what was acknowledged is found when
 * it is opened again.
 */
public final class DurableStore implements RecordStore {
  private static final int WRITE_ATTEMPTS = 2;

  /** So many may read at the same time. */
  private static final int READERS = 16;

  private final StoreFiles files;
  private final StoreOptions options;
  private final DirectoryLock lock;
  private final StoreOpening opening;
  private final OpenReport report;
  private final ReadSlots slots = new ReadSlots(READERS);
  private final JournalWriter journal;
  private final Compactor compactor;
  private final Head head;
  private final StoreLineage lineage;
  private View view;
  private volatile long revision;
  private String broken;
  private boolean closed;

  private DurableStore(
      StoreFiles files, StoreOptions options, DirectoryLock lock, StoreOpening opening)
      throws IOException {
    this.files = files;
    this.options = options;
    this.lock = lock;
    this.opening = opening;
    view = opening.view();
    report = opening.report();
    revision = opening.end().revision();
    journal = new JournalWriter(files, options, opening.storeId(), opening.end());
    head = openHead();
    lineage = beginRun();
    files.removeLeftovers(Optional.of(view.file()));
    compactor = new Compactor(files, opening.storeId(), options.segmentBytes(), journal);
  }

  /** Says that the store is open, in the head that is there or in a new one. */
  private Head openHead() throws IOException {
    try {
      if (!opening.isHeadWhole()) {
        return Head.create(files, opening.storeId(), state(false));
      }
      Head found = Head.open(files.head());
      found.read();
      found.write(state(false));
      return found;
    } catch (IOException | RuntimeException e) {
      journal.close();
      throw e;
    }
  }

  private StoreLineage beginRun() throws IOException {
    try {
      return LineageFile.begin(files, options.newId().get(), revision);
    } catch (IOException | RuntimeException e) {
      journal.close();
      head.close();
      throw e;
    }
  }

  /**
   * Opens the store in a directory, or makes one.
   *
   * @throws StoreInUseException when another one has it
   * @throws StoreDamagedException when the journal is damaged; nothing was changed
   * @throws StoreFormatException when a file is none of this store's, or of another version
   * @throws StoreFullException when the size is too small for the records that are there, or the
   *     disk has no room
   * @throws UncheckedIOException when the directory or a file cannot be read or written
   */
  public static DurableStore open(StoreOptions options) {
    StoreFiles files = new StoreFiles(options.directory());
    DirectoryLock lock = DirectoryLock.take(files);
    StoreOpening opening = new StoreOpening(files, options);
    try {
      opening.run();
      return new DurableStore(files, options, lock, opening);
    } catch (IOException | RuntimeException e) {
      if (opening.view() != null) {
        opening.view().close();
      }
      lock.close();
      throw e instanceof RuntimeException unchecked
          ? unchecked
          : new UncheckedIOException(
              "the store " + options.directory() + " cannot be opened: " + e, (IOException) e);
    }
  }

  /** What opening found. */
  public OpenReport report() {
    return report;
  }

  @Override
  public void put(
      DirectBuffer key,
      int keyOffset,
      int keyLength,
      DirectBuffer value,
      int valueOffset,
      int valueLength,
      long revision) {
    requireUsable();
    RecordLimits.checkKey(keyLength);
    RecordLimits.checkValue(valueLength);
    RecordLimits.checkRevision(this.revision, revision);
    for (int attempt = 1; ; attempt++) {
      reserve(keyLength, valueLength);
      try {
        view.put(key, keyOffset, keyLength, value, valueOffset, valueLength, revision);
        break;
      } catch (StoreFullException e) {
        throw e;
      } catch (RuntimeException e) {
        renewView(attempt, e);
      }
    }
    journal.stage(Entry.PUT, key, keyOffset, keyLength, value, valueOffset, valueLength, revision);
    this.revision = revision;
  }

  @Override
  public boolean remove(DirectBuffer key, int keyOffset, int keyLength, long revision) {
    requireUsable();
    RecordLimits.checkKey(keyLength);
    RecordLimits.checkRevision(this.revision, revision);
    for (int attempt = 1; ; attempt++) {
      reserve(keyLength, 0);
      try {
        if (!view.remove(key, keyOffset, keyLength)) {
          return false;
        }
        break;
      } catch (RuntimeException e) {
        renewView(attempt, e);
      }
    }
    journal.stage(Entry.REMOVE, key, keyOffset, keyLength, key, 0, 0, revision);
    this.revision = revision;
    return true;
  }

  private void reserve(int keyLength, int valueLength) {
    try {
      journal.reserve(keyLength, valueLength);
    } catch (UncheckedIOException e) {
      broken = e.getMessage();
      throw e;
    }
  }

  /**
   * Makes the view anew after the map failed: it has no room where a key falls, or another process
   * died with one of its locks.
   */
  private void renewView(int attempt, RuntimeException failure) {
    compactor.giveUp();
    commitJournal();
    View old = view;
    View renewed;
    try {
      renewed = View.rebuild(files, old.generation() + 1, options.size(), currentEnd());
    } catch (RuntimeException e) {
      broken = "its view failed, " + failure + ", and cannot be made anew, " + e;
      throw e;
    }
    slots.takeAll();
    view = renewed;
    slots.giveAllBack();
    head.write(state(false));
    old.close();
    StoreFiles.remove(old.file());
    if (attempt == WRITE_ATTEMPTS) {
      throw new StoreFullException("the view takes no more: " + failure);
    }
  }

  /** The journal as it was written so far; nothing is staged. */
  private JournalEnd currentEnd() {
    return new JournalEnd(
        opening.storeId(),
        files.journal().inOrder(),
        journal.number(),
        journal.position(),
        false,
        revision,
        journal.journalBytes(),
        0);
  }

  @Override
  public void commit() {
    requireUsable();
    int bytes = commitJournal();
    if (bytes > 0) {
      compact(bytes);
    }
  }

  private int commitJournal() {
    try {
      int bytes = journal.commit();
      if (bytes > 0) {
        head.advance(journal.number(), journal.position(), journal.revision());
      }
      return bytes;
    } catch (UncheckedIOException e) {
      broken = e.getMessage();
      throw e;
    }
  }

  private void compact(int committedBytes) {
    try {
      compactor.step(view, committedBytes);
    } catch (InterProcessDeadLockException e) {
      renewView(1, e);
    }
  }

  private void requireUsable() {
    if (closed || broken != null) {
      throw new IllegalStateException(
          closed ? "the store is closed" : "the store takes no more changes: " + broken);
    }
  }

  @Override
  public int get(
      DirectBuffer key, int keyOffset, int keyLength, MutableDirectBuffer into, int intoOffset) {
    RecordLimits.checkKey(keyLength);
    ReadSlots.Slot slot = slots.take();
    try {
      slot.key().set(key, keyOffset, keyLength);
      return RecordCopy.copy(view.map(), slot, into, intoOffset);
    } finally {
      slot.giveBack();
    }
  }

  @Override
  public void forEach(Visitor visitor) {
    ReadSlots.Slot slot = slots.take();
    try {
      view.map().forEach(slot, visitor);
    } finally {
      slot.giveBack();
    }
  }

  @Override
  public long count() {
    return view.records();
  }

  @Override
  public long revision() {
    return revision;
  }

  @Override
  public void keepImage(ImageContent content) {
    requireUsable();
    commit();
    try {
      ImageFile.write(files, opening.storeId(), revision, content);
    } catch (IOException e) {
      throw new UncheckedIOException(files.image() + " cannot be written: " + e, e);
    }
  }

  @Override
  public Optional<ReadableByteChannel> takeImage() {
    requireUsable();
    try {
      return ImageFile.take(files, opening.storeId(), revision);
    } catch (IOException e) {
      throw new UncheckedIOException(files.image() + " cannot be read: " + e, e);
    }
  }

  @Override
  public StoreLineage lineage() {
    return lineage;
  }

  /** The journal's length on disk, its blank ends left out. The writer's thread. */
  public long journalBytes() {
    return journal.journalBytes();
  }

  /** Why the last compaction was given up; empty when it was not. Any thread. */
  public Optional<String> compactionFailure() {
    return compactor.lastFailure();
  }

  private HeadState state(boolean clean) {
    try {
      return new HeadState(
          journal.number(),
          journal.position(),
          journal.revision(),
          opening.boot(),
          options.durability(),
          clean,
          view.generation(),
          options.size(),
          view.records(),
          view.payloadBytes(),
          clean ? Files.size(view.file()) : 0,
          clean ? View.checksum(view.file()) : 0);
    } catch (IOException e) {
      throw new UncheckedIOException(view.file() + " cannot be read: " + e, e);
    }
  }

  /** Commits what is left, and notes a clean end unless the disk refused something. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    try {
      if (broken == null) {
        commit();
      }
    } finally {
      closed = true;
      closeFiles();
    }
  }

  private void closeFiles() {
    slots.close();
    try {
      compactor.giveUp();
      view.close();
      if (broken == null) {
        journal.force();
        head.write(state(true));
        head.sync();
      }
    } finally {
      journal.close();
      head.close();
      lock.close();
    }
  }
}
