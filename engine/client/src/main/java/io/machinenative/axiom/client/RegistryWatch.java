package io.machinenative.axiom.client;

import io.machinenative.axiom.codec.RegistryChangesDecoder;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.StatusFamily;
import io.machinenative.axiom.codec.WatchEndedDecoder;
import io.machinenative.axiom.codec.WatchStartedDecoder;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.DirectBuffer;

/**
 * Follows the changes of a registry, over one session after the other: when one is lost, the next
 * goes on where it ended, or says that everything has to be read anew.
 *
 * <p>The server pushes no more than has been taken here and {@value #CREDIT} changes besides, so
 * who takes slowly holds up nobody and no memory.
 *
 * <p><b>Threads.</b> {@link #next} and {@link #close} belong to one thread, with mount INVOKER to
 * the client's owner. The rest belongs to the client's owner thread.
 */
public final class RegistryWatch implements AutoCloseable, Subscription {
  /** Changes that may wait to be taken. */
  public static final int CREDIT = 1024;

  /** A server that has no room for a watch is asked again after so long. */
  private static final long RETRY_NS = TimeUnit.MILLISECONDS.toNanos(100);

  private static final int MOST_RESYNCS_WAITING = 16;
  private static final long NOW = -1;
  private static final UUID NO_ID = new UUID(0, 0);

  private final AxiomClient client;
  private final WatchOptions options;
  private final BlockingQueue<WatchEvent> events = new LinkedBlockingQueue<>();

  /** Changes that were taken since the watch was made. Written by who takes, read by the owner. */
  private final AtomicLong taken = new AtomicLong();

  /** Resyncs that wait to be taken. */
  private final AtomicLong resyncsWaiting = new AtomicLong();

  private volatile CallException failure;
  private volatile boolean closed;
  private volatile UUID feedId;

  // ── the owner's thread ──

  private final RegistryChangesDecoder changes = new RegistryChangesDecoder();
  private final WatchStartedDecoder started = new WatchStartedDecoder();
  private ClientSession session;
  private long watchId;

  /** Of the WatchRegistry that is not answered yet. */
  private long pendingId;

  private boolean asking;
  private long retryAtNs;
  private boolean waiting;
  private long revision;
  private long received;
  private long allowed;
  private boolean unwatched;

  /**
   * @param client borrowed
   */
  RegistryWatch(AxiomClient client, WatchOptions options) {
    this.client = client;
    this.options = options;
    revision = options.after().orElse(NOW);
    feedId = options.feedId().orElse(NO_ID);
  }

  /**
   * Waits for the next event.
   *
   * @param timeoutNs at least 0
   * @return empty when the time is over
   * @throws CallException when the watch has ended, after all events before were taken: the server
   *     refuses it, or the client is closed
   */
  public Optional<WatchEvent> next(long timeoutNs) throws InterruptedException {
    WatchEvent event = events.poll();
    if (event == null && failure != null) {
      throw new CallException(failure.code(), failure.retryAfterMs(), failure.text());
    }
    if (event == null) {
      event = client.take(events, timeoutNs);
    }
    switch (event) {
      case WatchEvent.Changed _ -> taken.incrementAndGet();
      case WatchEvent.Resync _ -> resyncsWaiting.decrementAndGet();
      case null -> {}
    }
    return Optional.ofNullable(event);
  }

  /**
   * Identifies the feed that the revisions belong to; a watch that begins with both misses nothing
   * even when the registry came back from a backup. Empty before the watch has begun.
   */
  public Optional<UUID> feedId() {
    return feedId.equals(NO_ID) ? Optional.empty() : Optional.of(feedId);
  }

  /** Ends the watch; what was told can still be taken. Any thread, idempotent. */
  @Override
  public void close() {
    closed = true;
  }

  // ── the owner's thread ──

  @Override
  public int doWork(ClientSession open, long nowNs) {
    if (open != session) {
      session = null;
      watchId = 0;
      asking = false;
      unwatched = false;
    }
    if (failure != null || open == null) {
      return 0;
    }
    if (closed) {
      return leave();
    }
    if (watchId == 0) {
      boolean due = !waiting || nowNs - retryAtNs >= 0;
      return !asking && due ? ask(open, nowNs) : 0;
    }
    return grant();
  }

  private int ask(ClientSession open, long nowNs) {
    if (!open.info().registry()) {
      end(new CallException(Status.NOT_SUPPORTED, open.info().serverName() + " has no registry"));
      return 1;
    }
    long credit = CREDIT - (received - taken.get());
    byte[] message = RegistryRequests.watch(options, revision, feedId, credit);
    long outcome =
        open.ask(
            message,
            WatchStartedDecoder.TEMPLATE_ID,
            CallOptions.NO_DEADLINE,
            new Started(open, nowNs),
            0);
    if (outcome <= 0) {
      return 0;
    }
    session = open;
    asking = true;
    allowed = received + credit;
    // Pushes follow the answer at once.
    open.onPush(outcome, new Pushes(open));
    pendingId = outcome;
    return 1;
  }

  private int grant() {
    long more = taken.get() + CREDIT - allowed;
    if (more < CREDIT / 2 || !session.grant(watchId, more)) {
      return 0;
    }
    allowed += more;
    return 1;
  }

  private int leave() {
    if (watchId == 0 || unwatched) {
      unwatched = unwatched || !asking;
      return 0;
    }
    long outcome =
        session.ask(
            RegistryRequests.unwatch(watchId),
            WatchEndedDecoder.TEMPLATE_ID,
            CallOptions.NO_DEADLINE,
            new Ended(),
            0);
    if (outcome > 0) {
      session.endPush(watchId);
      unwatched = true;
    }
    return outcome > 0 ? 1 : 0;
  }

  @Override
  public void end(CallException reason) {
    if (failure == null && !closed) {
      failure = reason;
    }
    closed = true;
    unwatched = true;
  }

  @Override
  public boolean isOver() {
    return closed && (unwatched || session == null);
  }

  /** Takes the answer to WatchRegistry. */
  private final class Started implements AnswerHandler {
    private final ClientSession asked;
    private final long askedNs;

    private Started(ClientSession asked, long askedNs) {
      this.asked = asked;
      this.askedNs = askedNs;
    }

    @Override
    public void onAnswer(
        long token, DirectBuffer buffer, int offset, int blockLength, int version) {
      started.wrap(buffer, offset, blockLength, version);
      asking = false;
      waiting = false;
      watchId = started.correlationId();
      feedId = new UUID(started.feedIdHigh(), started.feedIdLow());
      if (started.flags().resync()) {
        resynced(asked, started.revision());
      } else {
        revision = started.revision();
      }
    }

    @Override
    public void onError(
        long token, int status, int retryAfterMs, DirectBuffer message, int offset, int length) {
      asked.endPush(pendingId);
      asking = false;
      StatusFamily family = StatusFamily.of(status);
      if (status == Status.CONNECTION_LOST.value()) {
        return; // the next session asks again
      }
      if (family.retryIsSafe(false)) {
        waiting = true;
        retryAtNs = askedNs + Math.max(RETRY_NS, TimeUnit.MILLISECONDS.toNanos(retryAfterMs));
        return;
      }
      end(
          new CallException(
              status, retryAfterMs, message.getStringWithoutLengthUtf8(offset, length)));
    }
  }

  /** Takes what is pushed. */
  private final class Pushes implements PushHandler {
    private final ClientSession from;

    private Pushes(ClientSession from) {
      this.from = from;
    }

    @Override
    public void onChanges(DirectBuffer buffer, int offset, int blockLength, int version) {
      changes.wrap(buffer, offset, blockLength, version);
      long upTo = changes.revision();
      try {
        for (RegistryChangesDecoder.ChangesDecoder change : changes.changes()) {
          take(change, buffer);
        }
      } catch (IllegalArgumentException e) {
        from.protocolError("a change that cannot be read: " + e.getMessage());
        return;
      }
      revision = upTo;
      if (received > allowed) {
        from.protocolError("more changes than were allowed");
      }
    }

    private void take(RegistryChangesDecoder.ChangesDecoder change, DirectBuffer buffer) {
      long changeRevision = change.changeRevision();
      String type = WireLabel.of(change.changeType());
      boolean leftOut = change.flags().recordLeftOut();
      String key = change.key();
      int length = change.recordLength();
      int record = changes.limit() + RegistryChangesDecoder.ChangesDecoder.recordHeaderLength();
      Optional<Map<String, Object>> after =
          length == 0 ? Optional.empty() : Optional.of(RecordReader.read(buffer, record, length));
      change.skipRecord();
      received++;
      events.add(new WatchEvent.Changed(changeRevision, type, key, after, leftOut));
    }

    @Override
    public void onResync(long after) {
      resynced(from, after);
    }
  }

  private void resynced(ClientSession from, long after) {
    if (resyncsWaiting.get() >= MOST_RESYNCS_WAITING) {
      from.protocolError("one resync after the other");
      return;
    }
    revision = after;
    resyncsWaiting.incrementAndGet();
    events.add(new WatchEvent.Resync(after));
  }

  /** Nobody waits for the end of a watch. */
  private static final class Ended implements AnswerHandler {
    @Override
    public void onAnswer(
        long token, DirectBuffer buffer, int offset, int blockLength, int version) {
      // it was told that it is over
    }

    @Override
    public void onError(
        long token, int status, int retryAfterMs, DirectBuffer message, int offset, int length) {
      // then the session is over, and the watch with it
    }
  }
}
