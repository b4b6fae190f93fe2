package io.machinenative.axiom.engine.store;

import io.machinenative.axiom.engine.registry.RecordStore;
import io.machinenative.axiom.engine.registry.StoreFullException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What an operator does about a store that is damaged, or may be. Each call has the directory to
 * itself, and fails while a server runs on it. One thread; stateless.
 */
public final class StoreRecovery {
  private StoreRecovery() {}

  /** What to do behind a damaged place of the journal. */
  public enum Policy {
    /**
     * Keep what came before, forget everything behind: the records are as they were at one moment.
     */
    CUT,
    /**
     * Keep all that is undamaged: fewest changes are lost, but one whose removal or replacement was
     * in the damaged place comes back.
     */
    SKIP
  }

  /**
   * What was found and kept. Immutable.
   *
   * @param records that the store has now
   * @param revision the last one
   * @param losses each damaged place, in words; empty when nothing was lost
   * @param originals where the files are kept that were there before; empty when they were in order
   */
  public record Result(long records, long revision, List<String> losses, Optional<Path> originals) {
    public Result {
      losses = List.copyOf(losses);
    }
  }

  /**
   * Reads and checks the whole journal; changes nothing.
   *
   * @return the last revision
   * @throws StoreDamagedException naming the first damage
   * @throws StoreFormatException when a file is none of this store's
   * @throws StoreInUseException when a server runs on it
   */
  public static long verify(Path directory) {
    StoreFiles files = existing(directory);
    try (DirectoryLock lock = DirectoryLock.take(files)) {
      return new JournalScan(files.journal(), null, vouching(files)).run().revision();
    }
  }

  /**
   * Makes a damaged store one that opens. The files as they were stay in the folder {@code
   * damaged-N}.
   *
   * @param size room for the records; those of the damaged store, or more
   * @throws StoreInUseException when a server runs on it
   * @throws StoreFullException when the size is too small, or the disk is full
   */
  public static Result recover(Path directory, Policy policy, StoreSize size) {
    StoreFiles files = existing(directory);
    try (DirectoryLock lock = DirectoryLock.take(files)) {
      StoreFiles.remove(files.image());
      StoreFiles.Journal journal = files.journal();
      try {
        JournalEnd end = new JournalScan(journal, null, vouching(files)).run();
        return inOrder(files, size, end);
      } catch (StoreDamagedException e) {
        return new Salvage(files, policy, size).run();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(directory + " cannot be recovered: " + e, e);
    }
  }

  /**
   * Makes a store's view anew with another size, and notes it in the head: a store that is opened
   * with that size then takes the view as it is.
   *
   * @param size room for the records that are there, or more
   * @param newId names the run of the store that this is
   * @return how many records there are
   * @throws StoreInUseException when a server runs on it
   * @throws StoreFullException when the size is too small, or the disk is full; nothing was changed
   * @throws StoreDamagedException when the journal is damaged; nothing was changed
   */
  public static long resize(Path directory, StoreSize size, Supplier<UUID> newId) {
    Path existing = existing(directory).directory();
    StoreOptions options =
        new StoreOptions(
            existing,
            RecordStore.Durability.POWER,
            size,
            StoreOptions.DEFAULT_SEGMENT_BYTES,
            newId);
    try (DurableStore store = DurableStore.open(options)) {
      return store.count();
    }
  }

  private static Result inOrder(StoreFiles files, StoreSize size, JournalEnd end) {
    try (View view = View.rebuild(files, Salvage.GENERATION, size, end)) {
      return new Result(view.records(), end.revision(), List.of(), Optional.empty());
    } finally {
      StoreFiles.remove(files.view(Salvage.GENERATION));
    }
  }

  private static StoreFiles existing(Path directory) {
    StoreFiles files = new StoreFiles(directory.toAbsolutePath().normalize());
    if (files.journal().inOrder().isEmpty()) {
      throw new StoreFormatException("there is no store in " + directory);
    }
    return files;
  }

  private static Optional<HeadState> vouching(StoreFiles files) {
    if (!Files.exists(files.head())) {
      return Optional.empty();
    }
    try (Head head = Head.open(files.head())) {
      return head.read().filter(state -> state.vouches(HostBoot.id()));
    } catch (StoreDamagedException e) {
      // A damaged head vouches for nothing; the store writes it anew when it opens.
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(files.head() + " cannot be read: " + e, e);
    }
  }
}
