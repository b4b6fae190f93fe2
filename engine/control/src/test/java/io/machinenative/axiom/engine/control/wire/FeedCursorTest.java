package io.machinenative.axiom.engine.control.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.codec.MessageHeaderDecoder;
import io.machinenative.axiom.codec.RegistryChangesDecoder;
import io.machinenative.axiom.codec.RegistryResyncDecoder;
import io.machinenative.axiom.engine.pipeline.ChangeCursor;
import io.machinenative.axiom.engine.pipeline.RegistryGate;
import io.machinenative.axiom.engine.registry.feed.Change;
import io.machinenative.axiom.engine.registry.feed.ChangeFeed;
import io.machinenative.axiom.engine.registry.feed.StoreLineage;
import io.machinenative.axiom.engine.registry.feed.WatchFilter;
import io.machinenative.axiom.engine.registry.model.Kind;
import io.machinenative.axiom.engine.registry.model.RecordKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** What a watch is told, message by message. */
class FeedCursorTest {
  private static final int ROOM = 96 * 1024;
  private static final WatchFilter ONLY_B = new WatchFilter(Optional.empty(), "b");

  private final ChangeFeed feed = new ChangeFeed(64, 1 << 20, 0, StoreLineage.UNKNOWN);
  private final UnsafeBuffer into = new UnsafeBuffer(new byte[ROOM]);
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final RegistryChangesDecoder changes = new RegistryChangesDecoder();

  private void change(String name, int recordBytes) {
    RecordKey key = RecordKey.of(Kind.RESOURCE, name, "1.0.0");
    feed.append(
        new Change(feed.revision() + 1, Change.Type.REGISTERED, key, new byte[recordBytes]));
    feed.publish();
  }

  /** Revisions in the next message; the revision up to which it goes last. */
  private List<Long> next(FeedCursor cursor, long credit, int room) {
    assertTrue(cursor.encode(7, credit, into, room) > 0);
    changes.wrapAndApplyHeader(into, 0, header);
    assertEquals(7, changes.watchId());
    long upTo = changes.revision();
    List<Long> revisions = new ArrayList<>();
    changes
        .changes()
        .forEach(each -> {
          revisions.add(each.changeRevision());
          each.skipKey();
          each.skipRecord();
        });
    assertEquals(revisions.size(), cursor.advance());
    revisions.add(upTo);
    return revisions;
  }

  @Test
  void tellsAsMuchAsTheCreditAllows() {
    FeedCursor cursor = new FeedCursor(feed, WatchFilter.ALL, true, 0);
    assertFalse(cursor.isBehind());
    assertEquals(ChangeCursor.NOTHING, cursor.encode(7, 1, into, ROOM));
    for (int i = 0; i < 5; i++) {
      change("a" + i, 100);
    }
    assertEquals(List.of(1L, 2L, 2L), next(cursor, 2, ROOM));
    assertEquals(List.of(3L, 4L, 5L, 5L), next(cursor, 100, ROOM));
    assertFalse(cursor.isBehind());
  }

  @Test
  void doesNotMoveBeforeItsMessageIsOnItsWay() {
    FeedCursor cursor = new FeedCursor(feed, WatchFilter.ALL, true, 0);
    change("a", 100);
    assertTrue(cursor.encode(7, 9, into, ROOM) > 0);
    assertEquals(List.of(1L, 1L), next(cursor, 9, ROOM));
  }

  @Test
  void passesOverWhatDoesNotFitAndSaysNowAndThenHowFarItIs() {
    ChangeFeed wide = new ChangeFeed(4096, 1 << 20, 0, StoreLineage.UNKNOWN);
    FeedCursor cursor = new FeedCursor(wide, ONLY_B, true, 0);
    RecordKey other = RecordKey.of(Kind.RESOURCE, "a", "1.0.0");
    for (int i = 1; i <= 1100; i++) {
      wide.append(new Change(i, Change.Type.UPDATED, other, new byte[1]));
    }
    wide.publish();
    int nothings = 0;
    while (cursor.encode(7, 9, into, ROOM) == ChangeCursor.NOTHING) {
      nothings++;
    }
    assertEquals(1, nothings, "512 at a time");
    assertEquals(List.of(1024L), next(cursor, 9, ROOM));
    assertEquals(ChangeCursor.NOTHING, cursor.encode(7, 9, into, ROOM));
    assertEquals(1100, cursor.revision());
  }

  @Test
  void splitsByBytesAndLeavesOutWhatIsTooLong() {
    FeedCursor cursor = new FeedCursor(feed, WatchFilter.ALL, true, 0);
    for (int i = 0; i < 3; i++) {
      change("a" + i, 10_000);
    }
    change("long", 60_000);
    assertEquals(List.of(1L, 1L), next(cursor, 9, ROOM));
    assertEquals(List.of(2L, 2L), next(cursor, 9, ROOM));
    assertEquals(List.of(3L, 3L), next(cursor, 9, ROOM));
    int length = cursor.encode(7, 9, into, 4096);
    assertTrue(length <= 4096, "got " + length);
    changes.wrapAndApplyHeader(into, 0, header);
    RegistryChangesDecoder.ChangesDecoder only = changes.changes().next();
    assertTrue(only.flags().recordLeftOut());
    assertEquals("resource/long@1.0.0", only.key());
    assertEquals(0, only.recordLength());
  }

  @Test
  void whoFallsTooFarBehindIsToldToReadAnew() {
    FeedCursor cursor = new FeedCursor(feed, WatchFilter.ALL, true, 0);
    for (int i = 0; i < 200; i++) {
      change("a", 10);
    }
    assertTrue(cursor.encode(7, 9, into, ROOM) > 0);
    assertEquals(200, new RegistryResyncDecoder().wrapAndApplyHeader(into, 0, header).revision());
    assertEquals(0, cursor.advance());
    assertFalse(cursor.isBehind());
    change("b", 10);
    assertEquals(List.of(201L, 201L), next(cursor, 9, ROOM));
  }

  @Test
  void beginsWhereItsReaderWasOrSaysThatItCannot() {
    for (int i = 0; i < 100; i++) {
      change("a", 10);
    }
    assertEquals(100, new FeedCursor(feed, WatchFilter.ALL, true, RegistryGate.NOW).revision());
    assertFalse(new FeedCursor(feed, WatchFilter.ALL, true, 90).beganWithResync());
    for (long gone : new long[] {0, 30, 101}) {
      FeedCursor late = new FeedCursor(feed, WatchFilter.ALL, true, gone);
      assertTrue(late.beganWithResync(), "after " + gone);
      assertEquals(100, late.revision());
    }
    assertTrue(new FeedCursor(feed, WatchFilter.ALL, false, 90).beganWithResync());
  }

  @Test
  void aRestoredStoreDoesNotGoOnWithWhatItNeverHad() {
    UUID original = new UUID(1, 1);
    UUID restored = new UUID(2, 2);
    StoreLineage lineage = new StoreLineage(restored, original, 300);
    assertTrue(lineage.goesOn(original, 300), "what the backup held");
    assertFalse(lineage.goesOn(original, 500), "what came after the backup");
    assertTrue(lineage.goesOn(restored, 600));
    assertFalse(lineage.goesOn(new UUID(3, 3), 300), "another registry's");
    assertTrue(lineage.goesOn(StoreLineage.NO_ID, 500), "who knows no id goes by the revision");
  }
}
