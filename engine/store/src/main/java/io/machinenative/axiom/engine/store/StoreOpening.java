package io.machinenative.axiom.engine.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The steps of opening a store, under its lock: read the head, find the journal's end, take the
 * view or make it anew. One thread; used once.
 */
final class StoreOpening {
  private final StoreFiles files;
  private final StoreOptions options;
  private final UUID boot = HostBoot.id();
  private final List<String> notes = new ArrayList<>();
  private Optional<UUID> headStoreId = Optional.empty();
  private Optional<HeadState> headState = Optional.empty();
  private JournalEnd end;
  private UUID storeId;
  private View view;
  private boolean rebuilt;

  StoreOpening(StoreFiles files, StoreOptions options) {
    this.files = files;
    this.options = options;
  }

  void run() {
    readHead();
    readJournal();
    takeView();
  }

  private void readHead() {
    if (!Files.exists(files.head())) {
      return;
    }
    try (Head head = Head.open(files.head())) {
      headStoreId = Optional.of(head.storeId());
      headState = head.read();
      if (headState.isEmpty()) {
        notes.add(files.head() + " is damaged: written anew");
      }
    } catch (StoreDamagedException e) {
      notes.add(e.getMessage() + "; written anew");
    } catch (IOException e) {
      throw new UncheckedIOException(files.head() + " cannot be read: " + e, e);
    }
  }

  private void readJournal() {
    end = new JournalScan(files.journal(), headStoreId.orElse(null), vouchingHead()).run();
    storeId = end.storeId() == null ? options.newId().get() : end.storeId();
    if (end.tornBytes() > 0) {
      notes.add(
          "%s: %d bytes behind offset %d belong to a commit that was not finished: cut"
              .formatted(end.files().getLast(), end.tornBytes(), end.position()));
    }
  }

  /** The head vouches for the journal, unless what it saw went with the machine's page cache. */
  private Optional<HeadState> vouchingHead() {
    if (headState.isEmpty() || headState.get().vouches(boot)) {
      return headState;
    }
    notes.add("the machine was restarted, which PROCESS does not promise to survive");
    return Optional.empty();
  }

  private void takeView() {
    Optional<String> reason = reasonToRebuild();
    if (reason.isEmpty()) {
      try {
        view = View.reopen(files, headState.orElseThrow());
        return;
      } catch (IOException e) {
        reason = Optional.of("it cannot be opened: " + e);
      }
    }
    rebuilt = true;
    long generation = headState.map(HeadState::generation).orElse(0L) + 1;
    if (!end.files().isEmpty()) {
      notes.add("the view was made anew: " + reason.get());
    }
    files.removeLeftovers(Optional.empty());
    view = View.rebuild(files, generation, options.size(), end);
  }

  private Optional<String> reasonToRebuild() {
    if (headState.isEmpty()) {
      return Optional.of("there was no head");
    }
    HeadState state = headState.get();
    if (!state.clean()) {
      return Optional.of("the store was not closed in order");
    }
    if (!state.size().equals(options.size())) {
      return Optional.of("its size was " + state.size() + ", is " + options.size());
    }
    if (state.revision() != end.revision() || !View.isWhole(files, state)) {
      return Optional.of("it is not as it was left");
    }
    return Optional.empty();
  }

  /** Whether there is a head to go on with. */
  boolean isHeadWhole() {
    return headState.isPresent();
  }

  /** Which start of the machine this is. */
  UUID boot() {
    return boot;
  }

  UUID storeId() {
    return storeId;
  }

  JournalEnd end() {
    return end;
  }

  /** Owned by the caller. */
  View view() {
    return view;
  }

  OpenReport report() {
    return new OpenReport(end.revision(), view.records(), end.tornBytes(), rebuilt, notes);
  }
}
