package io.machinenative.axiom.engine.dispatch;

import io.machinenative.axiom.codec.MessageHeaderEncoder;
import io.machinenative.axiom.codec.RecordKind;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.UnwatchDecoder;
import io.machinenative.axiom.codec.WatchCreditDecoder;
import io.machinenative.axiom.codec.WatchEndedEncoder;
import io.machinenative.axiom.codec.WatchRegistryDecoder;
import io.machinenative.axiom.codec.WatchStartedEncoder;
import io.machinenative.axiom.codec.WireLimits;
import io.machinenative.axiom.engine.counters.EngineCounter;
import io.machinenative.axiom.engine.counters.EngineCounters;
import io.machinenative.axiom.engine.pipeline.BufferPool;
import io.machinenative.axiom.engine.pipeline.ChangeCursor;
import io.machinenative.axiom.engine.pipeline.IngressStage;
import io.machinenative.axiom.engine.pipeline.Outcome;
import io.machinenative.axiom.engine.pipeline.PooledBuffer;
import io.machinenative.axiom.engine.pipeline.RegistryGate;
import io.machinenative.axiom.engine.pipeline.RegistryWatch;
import io.machinenative.axiom.engine.pipeline.Replies;
import io.machinenative.axiom.engine.pipeline.Session;
import java.util.ArrayList;
import org.agrona.BufferUtil;
import org.agrona.collections.ArrayListUtil;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Watches of the registry, and the changes that are pushed to them. A watch is a number and a
 * credit: nothing waits here for a slow reader. A change is pushed when its session has nothing
 * else waiting, so that at most one message of all its watches waits in its queue.
 *
 * <p>Owned by an ingress agent. Allocates for a watch that comes, and the texts of keys.
 */
final class RegistryWatches implements IngressStage {
  /** Watches looked at in a duty cycle: calls are answered in between, also while many watch. */
  private static final int LOOKS_PER_CYCLE = 32;

  /** A message of several changes, or of one record and what is around it. */
  private static final int SCRATCH_BYTES = 96 * 1024;

  /** {@link #push}: nothing to tell, or no credit; {@link #SENT}, {@link #BLOCKED}: look again. */
  private static final int QUIET = 0;

  private static final int SENT = 1;
  private static final int BLOCKED = 2;

  private final RegistryGate gate;
  private final Replies replies;
  private final BufferPool pool;
  private final EngineCounters counters;
  private final ArrayList<RegistryWatch> watches = new ArrayList<>();
  private final UnsafeBuffer scratch =
      new UnsafeBuffer(BufferUtil.allocateDirectAligned(SCRATCH_BYTES, Long.BYTES));
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final WatchStartedEncoder started = new WatchStartedEncoder();
  private final WatchEndedEncoder ended = new WatchEndedEncoder();

  /** The watch to look at next. */
  private int next;

  /** Watches in a row, from {@link #next} on, of which one may have something to tell. */
  private int unsure;

  private long seenRevision;

  RegistryWatches(RegistryGate gate, Replies replies, BufferPool pool, EngineCounters counters) {
    this.gate = gate;
    this.replies = replies;
    this.pool = pool;
    this.counters = counters;
  }

  int onWatch(Session session, WatchRegistryDecoder request) {
    long id = request.correlationId();
    long after = request.after();
    int kind = request.kindRaw();
    boolean kindKnown = kind == RecordKind.NULL_VAL.value() || kind <= RecordKind.PLATFORM.value();
    if (after < RegistryGate.NOW || !kindKnown) {
      return wrong(
          session,
          id,
          "expected a revision of -1 or more and a kind up to "
              + RecordKind.PLATFORM.value()
              + ", got "
              + after
              + " and "
              + kind);
    }
    if (session.watches != null && session.watches.size() >= WireLimits.MAX_WATCHES) {
      return wrong(session, id, "a session may have " + WireLimits.MAX_WATCHES + " watches");
    }
    if (session.watches != null && session.watches.containsKey(id)) {
      counters.increment(EngineCounter.CALLS_WRONG);
      replies.error(
          session, id, Status.DUPLICATE_CORRELATION_ID, 0, "there is a watch with the id " + id);
      return Outcome.OK;
    }
    PooledBuffer answer = pool.acquire(BufferPool.MIN_BUFFER_BYTES);
    if (answer == null) {
      return Outcome.BACK_PRESSURED;
    }
    long credit = request.credit();
    ChangeCursor cursor =
        gate.watch(
            session.caller.principal(),
            request.feedIdHigh(),
            request.feedIdLow(),
            after,
            kind,
            request.namePrefix());
    add(new RegistryWatch(session, id, cursor, credit));
    started
        .wrapAndApplyHeader(answer.buffer(), 0, header)
        .correlationId(id)
        .feedIdHigh(cursor.feedIdHigh())
        .feedIdLow(cursor.feedIdLow())
        .revision(cursor.revision())
        .flags()
        .clear()
        .resync(cursor.beganWithResync());
    replies.send(session, answer, WireLimits.HEADER_BYTES + started.encodedLength());
    return Outcome.OK;
  }

  private int wrong(Session session, long correlationId, String message) {
    counters.increment(EngineCounter.CALLS_WRONG);
    replies.error(session, correlationId, Status.BAD_REQUEST, 0, message);
    return Outcome.OK;
  }

  private void add(RegistryWatch watch) {
    Session session = watch.session();
    if (session.watches == null) {
      session.watches = new Long2ObjectHashMap<>();
    }
    session.watches.put(watch.id(), watch);
    watches.add(watch);
    unsure = watches.size();
    counters.add(EngineCounter.WATCHES_NOW, 1);
  }

  int onCredit(Session session, WatchCreditDecoder request) {
    RegistryWatch watch = find(session, request.watchId());
    if (watch != null) {
      watch.credit = Math.min(watch.credit + request.changes(), Integer.MAX_VALUE);
      unsure = watches.size();
    }
    return Outcome.OK;
  }

  int onUnwatch(Session session, UnwatchDecoder request) {
    long id = request.correlationId();
    long watchId = request.watchId();
    PooledBuffer answer = pool.acquire(BufferPool.MIN_BUFFER_BYTES);
    if (answer == null) {
      return Outcome.BACK_PRESSURED;
    }
    RegistryWatch watch = find(session, watchId);
    if (watch != null) {
      session.watches.remove(watchId);
      remove(watch);
    }
    ended
        .wrapAndApplyHeader(answer.buffer(), 0, header)
        .correlationId(id)
        .watchId(watchId)
        .revision(watch == null ? 0 : watch.cursor().revision());
    replies.send(session, answer, WireLimits.HEADER_BYTES + ended.encodedLength());
    return Outcome.OK;
  }

  private static RegistryWatch find(Session session, long watchId) {
    return session.watches == null ? null : session.watches.get(watchId);
  }

  private void remove(RegistryWatch watch) {
    ArrayListUtil.fastUnorderedRemove(watches, watch);
    unsure = watches.size();
    counters.add(EngineCounter.WATCHES_NOW, -1);
  }

  /** The connection is over: its watches are. */
  void onDisconnect(Session session) {
    if (session.watches != null) {
      session.watches.values().forEach(this::remove);
      session.watches = null;
    }
  }

  /** Whether a watch may have something to tell. */
  boolean hasWork() {
    return !watches.isEmpty() && (unsure > 0 || gate.revision() != seenRevision);
  }

  @Override
  public int doWork(long nowNs) {
    if (watches.isEmpty()) {
      return 0;
    }
    long revision = gate.revision();
    if (revision != seenRevision) {
      seenRevision = revision;
      unsure = watches.size();
    }
    int sent = 0;
    for (int looks = LOOKS_PER_CYCLE; looks > 0 && unsure > 0; looks--) {
      next = next < watches.size() ? next : 0;
      int outcome = push(watches.get(next));
      next++;
      if (outcome == QUIET) {
        unsure--;
      } else {
        unsure = watches.size();
        sent += outcome == SENT ? 1 : 0;
        looks -= outcome == BLOCKED ? LOOKS_PER_CYCLE / 4 : 0;
      }
    }
    return sent;
  }

  private int push(RegistryWatch watch) {
    Session session = watch.session();
    ChangeCursor cursor = watch.cursor();
    if (session.state != Session.State.OPEN || watch.credit == 0 || !cursor.isBehind()) {
      return QUIET;
    }
    if (!session.pending().isEmpty()) {
      return BLOCKED;
    }
    int room = Math.min(SCRATCH_BYTES, session.maxMessageBytes);
    int length = cursor.encode(watch.id(), watch.credit, scratch, room);
    if (length == ChangeCursor.NOTHING) {
      return SENT; // it moved over changes that do not fit; there may be more
    }
    PooledBuffer message = pool.acquire(length);
    if (message == null) {
      return BLOCKED;
    }
    message.buffer().putBytes(0, scratch, 0, length);
    int changes = cursor.advance();
    watch.credit -= changes;
    counters.add(EngineCounter.CHANGES_PUSHED, changes);
    replies.send(session, message, length);
    return SENT;
  }
}
