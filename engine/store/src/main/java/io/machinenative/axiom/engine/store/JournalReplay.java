package io.machinenative.axiom.engine.store;

import java.nio.file.Path;

/**
 * Reads a journal again that {@link JournalScan} found in order, and shows every change that
 * counts. Stateless.
 */
final class JournalReplay {
  private JournalReplay() {}

  /** Is shown a change; the entry is valid during the call. */
  @FunctionalInterface
  interface ChangeHandler {
    void onChange(Entry entry);
  }

  static void run(JournalEnd end, ChangeHandler handler) {
    for (Path file : end.files()) {
      boolean last = file.equals(end.files().getLast());
      try (SegmentReader reader = SegmentReader.open(file)) {
        while ((!last || reader.end() < end.position()) && reader.next()) {
          if (reader.entry().isChange()) {
            handler.onChange(reader.entry());
          }
        }
      }
    }
  }
}
