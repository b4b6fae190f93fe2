package io.machinenative.axiom.engine.control;

import io.machinenative.axiom.engine.registry.Heartbeat;
import io.machinenative.axiom.engine.registry.Outcome;
import io.machinenative.axiom.engine.registry.Page;
import io.machinenative.axiom.engine.registry.Registry;
import io.machinenative.axiom.engine.registry.RegistryStatistics;
import io.machinenative.axiom.engine.registry.feed.Change;
import io.machinenative.axiom.engine.registry.feed.ChangeFeed;
import io.machinenative.axiom.engine.registry.feed.WatchFilter;
import io.machinenative.axiom.engine.registry.feed.Watcher;
import io.machinenative.axiom.engine.registry.model.RecordKey;
import io.machinenative.axiom.engine.registry.model.RecordUpdate;
import io.machinenative.axiom.engine.registry.model.Registration;
import io.machinenative.axiom.engine.registry.model.RegistryRecord;
import io.machinenative.axiom.engine.registry.query.Query;
import io.machinenative.axiom.engine.registry.query.RecordView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The registry as other threads see it: each call is a command of the conductor, and is answered
 * when what it changed is durable; all commands of a duty cycle share one commit.
 *
 * <p>Any thread. Answers come on the conductor's thread: do not wait there.
 */
public final class RegistryService {
  /** Leases are looked after so often. */
  private static final long POLL_PERIOD_NS = 100_000_000L;

  /** Changes in one answer to a watcher, at most. */
  public static final int MAX_CHANGES = 1000;

  private final Registry registry;
  private final Conductor conductor;
  private final NextChange nextChange = new NextChange();

  /**
   * @param registry the conductor's from here on
   * @param conductor that has not begun yet
   */
  public RegistryService(Registry registry, Conductor conductor) {
    this.registry = registry;
    this.conductor = conductor;
    conductor.every(POLL_PERIOD_NS, registry::poll);
    conductor.onCommit(this::commit);
  }

  private void commit() {
    long before = registry.feed().revision();
    registry.commit();
    if (registry.feed().revision() != before) {
      nextChange.came();
    }
  }

  public CompletableFuture<Outcome> register(
      Registration registration, Registry.IfExists ifExists) {
    return conductor.submit(
        "register " + registration.key(), () -> registry.register(registration, ifExists));
  }

  /**
   * @param expectedRevision that the record must have, or {@link Registry#ANY_REVISION}
   */
  public CompletableFuture<Outcome> update(
      RecordKey key, long expectedRevision, RecordUpdate update) {
    return conductor.submit("update " + key, () -> registry.update(key, expectedRevision, update));
  }

  /**
   * @param expectedRevision that the record must have, or {@link Registry#ANY_REVISION}
   */
  public CompletableFuture<Outcome> deregister(RecordKey key, long expectedRevision) {
    return conductor.submit("deregister " + key, () -> registry.deregister(key, expectedRevision));
  }

  public CompletableFuture<Optional<RegistryRecord>> get(RecordKey key) {
    return conductor.submit("get " + key, () -> registry.get(key));
  }

  /**
   * Fails with an {@link IllegalArgumentException} for a cursor that is none of this query.
   *
   * @param view of who asks
   */
  public CompletableFuture<Page> query(Query query, RecordView view) {
    return conductor.submit("query", () -> registry.query(query, view));
  }

  /** Keeps leases running, in the order of the keys. */
  public CompletableFuture<Map<RecordKey, Heartbeat>> heartbeat(List<RecordKey> keys) {
    return conductor.submit(
        "heartbeat",
        () -> {
          Map<RecordKey, Heartbeat> results = new LinkedHashMap<>();
          keys.forEach(key -> results.put(key, registry.heartbeat(key)));
          return results;
        });
  }

  public CompletableFuture<RegistryStatistics> statistics() {
    return conductor.submit("statistics", registry::statistics);
  }

  /**
   * What was seen of the feed.
   *
   * @param revision all up to here was shown, or does not fit: ask for what comes after
   * @param resync the changes after the revision that was known are gone: read all records, then
   *     watch from this revision on
   */
  public record Seen(long revision, boolean resync, List<Change> changes) {
    public Seen {
      changes = List.copyOf(changes);
    }
  }

  /**
   * Waits for changes that fit. Holds nothing but the calling thread, which should be a virtual
   * one: a watcher that comes back late finds what it missed, or is told to resync.
   *
   * @param after the revision that is known already
   * @param limit changes in the answer, 1 to {@link #MAX_CHANGES}
   * @param waitNs how long to wait for the first
   * @return without changes when the time is over
   */
  public Seen watch(long after, WatchFilter filter, int limit, long waitNs)
      throws InterruptedException {
    if (limit < 1 || limit > MAX_CHANGES || waitNs < 0) {
      throw new IllegalArgumentException(
          "expected a limit of 1 to "
              + MAX_CHANGES
              + " and a wait of 0 ns or more, got "
              + limit
              + " and "
              + waitNs);
    }
    ChangeFeed feed = registry.feed();
    Watcher watcher = new Watcher(feed, filter, after);
    List<Change> changes = new ArrayList<>();
    long beganNs = conductor.nanoTime();
    while (true) {
      CompletableFuture<Void> next = nextChange.future(); // before the look: none is missed
      int read = readAll(watcher, limit, changes);
      if (read == ChangeFeed.RESYNC) {
        return new Seen(feed.revision(), true, List.of());
      }
      long leftNs = waitNs - (conductor.nanoTime() - beganNs);
      if (!changes.isEmpty() || leftNs <= 0) {
        return new Seen(watcher.revision(), false, changes);
      }
      if (!await(next, leftNs)) {
        return new Seen(watcher.revision(), false, List.of());
      }
    }
  }

  private static int readAll(Watcher watcher, int limit, List<Change> changes) {
    int read;
    do {
      read = watcher.poll(limit - changes.size(), changes::add);
    } while (read > 0 && changes.size() < limit);
    return changes.isEmpty() ? read : 0;
  }

  private static boolean await(CompletableFuture<Void> next, long leftNs)
      throws InterruptedException {
    try {
      next.get(leftNs, TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException _) {
      return false;
    } catch (ExecutionException e) {
      throw new AssertionError("nothing fails it", e);
    }
  }
}
