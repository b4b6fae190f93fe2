package io.machinenative.axiom.engine.registry.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.engine.registry.model.Kind;
import io.machinenative.axiom.engine.registry.model.RecordKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Gapless, bounded, resumed; and read by threads while it is written. */
class ChangeFeedTest {
  private static final RecordKey KEY = RecordKey.of(Kind.TOOL, "core.echo", "1.0.0");

  private static Change change(long revision, int bytes) {
    return new Change(revision, Change.Type.UPDATED, KEY, new byte[bytes]);
  }

  private static ChangeFeed feed(int capacity, int from, int to) {
    ChangeFeed feed = new ChangeFeed(capacity, 1 << 20, from - 1, StoreLineage.UNKNOWN);
    for (int i = from; i <= to; i++) {
      feed.append(change(i, 10));
    }
    feed.publish();
    return feed;
  }

  private static List<Long> read(Watcher watcher, int limit) {
    List<Long> revisions = new ArrayList<>();
    int count = watcher.poll(limit, change -> revisions.add(change.revision()));
    return count == ChangeFeed.RESYNC ? List.of(-1L) : revisions;
  }

  @Test
  void goesOnFromAnyRevisionThatIsKept() {
    ChangeFeed feed = feed(8, 1, 20);
    assertEquals(13, feed.oldestRevision());
    for (long after = 0; after <= 21; after++) {
      Watcher watcher = new Watcher(feed, WatchFilter.ALL, after);
      List<Long> expected = new ArrayList<>();
      for (long revision = after + 1; revision <= 20; revision++) {
        expected.add(revision);
      }
      boolean resync = after < 12 || after > 20;
      assertEquals(resync ? List.of(-1L) : expected, read(watcher, 100), "after " + after);
      assertEquals(resync ? after : 20, watcher.revision());
    }
  }

  @Test
  void readsInPortions() {
    Watcher watcher = new Watcher(feed(8, 1, 5), WatchFilter.ALL, 0);
    assertEquals(List.of(1L, 2L), read(watcher, 2));
    assertEquals(3, watcher.lag());
    assertEquals(List.of(3L, 4L), read(watcher, 2));
    assertEquals(List.of(5L), read(watcher, 2));
    assertEquals(List.of(), read(watcher, 2));
  }

  @Test
  void aSlowWatcherHoldsNothing() {
    ChangeFeed feed = new ChangeFeed(1 << 16, 10_000, 0, StoreLineage.UNKNOWN);
    Watcher slow = new Watcher(feed, WatchFilter.ALL, 0);
    for (int i = 1; i <= 100_000; i++) {
      feed.append(change(i, 100));
      feed.publish();
      assertTrue(feed.bytes() <= 10_000, "bytes " + feed.bytes());
    }
    assertEquals(100_000 - 99, feed.oldestRevision());
    assertEquals(List.of(-1L), read(slow, 10));
    assertEquals(List.of(-1L), read(slow, 10), "until it says where it stands now");
    slow.resume(feed.revision());
    assertEquals(List.of(), read(slow, 10));
    feed.append(change(100_001, 20_000));
    feed.publish();
    assertEquals(List.of(100_001L), read(slow, 10), "one that is too large is kept alone");
  }

  @Test
  void aFilterLetsTheCursorGoOn() {
    ChangeFeed feed = new ChangeFeed(8, 1000, 0, StoreLineage.UNKNOWN);
    feed.append(change(1, 1));
    RecordKey other = RecordKey.of(Kind.PLUGIN, "zip", "1.0.0");
    feed.append(new Change(2, Change.Type.REMOVED, other, new byte[0]));
    feed.publish();
    WatchFilter plugins = new WatchFilter(Optional.of(Kind.PLUGIN), "z");
    Watcher watcher = new Watcher(feed, plugins, 0);
    assertEquals(List.of(2L), read(watcher, 10));
    Watcher tools = new Watcher(feed, new WatchFilter(Optional.of(Kind.TOOL), "z"), 0);
    assertEquals(List.of(), read(tools, 10));
    assertEquals(2, tools.revision());
  }

  @Test
  void aHandlerThatFailsIsShownTheChangeAgain() {
    Watcher watcher = new Watcher(feed(8, 1, 3), WatchFilter.ALL, 0);
    assertThrows(
        IllegalStateException.class,
        () ->
            watcher.poll(
                10,
                change -> {
                  if (change.revision() == 2) {
                    throw new IllegalStateException("expected");
                  }
                }));
    assertEquals(List.of(2L, 3L), read(watcher, 10));
  }

  @Test
  void revisionsHaveNoGaps() {
    ChangeFeed feed = feed(8, 5, 5);
    assertThrows(IllegalArgumentException.class, () -> feed.append(change(7, 1)));
    assertThrows(IllegalArgumentException.class, () -> feed.append(change(5, 1)));
    assertThrows(
        IllegalArgumentException.class, () -> new ChangeFeed(7, 1, 0, StoreLineage.UNKNOWN));
  }

  /** Readers see each revision once and in order, or are told that they are too late. */
  @Test
  void threadsReadWhileItIsWritten() throws Exception {
    ChangeFeed feed = new ChangeFeed(64, 1 << 20, 0, StoreLineage.UNKNOWN);
    int changes = 200_000;
    try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Long>> results = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        results.add(readers.submit(() -> follow(feed, changes)));
      }
      for (int i = 1; i <= changes; i++) {
        feed.append(change(i, 8));
        feed.publish();
      }
      for (Future<Long> result : results) {
        assertTrue(result.get() > 0);
      }
    }
  }

  private static long follow(ChangeFeed feed, int last) {
    Watcher watcher = new Watcher(feed, WatchFilter.ALL, 0);
    long[] seen = {0, 0};
    while (watcher.revision() < last) {
      int count =
          watcher.poll(
              16,
              change -> {
                assertEquals(seen[0] + 1, change.revision());
                seen[0] = change.revision();
                seen[1]++;
              });
      if (count == ChangeFeed.RESYNC) {
        seen[0] = feed.revision();
        watcher.resume(seen[0]);
      } else if (count == 0) {
        Thread.onSpinWait();
        Thread.yield();
      }
    }
    return seen[1] + 1;
  }
}
