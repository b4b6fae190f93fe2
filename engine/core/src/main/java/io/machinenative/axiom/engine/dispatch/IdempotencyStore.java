package io.machinenative.axiom.engine.dispatch;

import io.machinenative.axiom.api.Principal;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.InvokeDecoder;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.StatusFamily;
import io.machinenative.axiom.codec.WireLimits;
import io.machinenative.axiom.engine.base.EngineLimits;
import io.machinenative.axiom.engine.pipeline.BufferPool;
import io.machinenative.axiom.engine.pipeline.InvocationSlot;
import io.machinenative.axiom.engine.pipeline.OutcomeKeeper;
import io.machinenative.axiom.engine.pipeline.PooledBuffer;
import io.machinenative.axiom.engine.pipeline.Replies;
import io.machinenative.axiom.engine.pipeline.ResultHeader;
import io.machinenative.axiom.engine.pipeline.Session;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.zip.CRC32C;

/**
 * Remembers calls by idempotency key, so that a retry does not run a tool twice: what runs is not
 * started again, what is done is answered with the kept outcome.
 *
 * <p>One store serves all ingress agents, so a retry on another connection or carrier finds its
 * first attempt; a key belongs to the name of the client that sent it. An outcome is kept for
 * {@link #KEPT_NS} when the tool was run to its end (families 0 and 4xxx), and forgotten otherwise.
 * Thread-safe. Allocates, for calls with a key only.
 */
public final class IdempotencyStore {
  /** How long an outcome is kept. */
  public static final long KEPT_NS = 60_000_000_000L;

  /** Keys remembered at once; beyond that calls with new keys are refused as OVERLOADED. */
  static final int MAX_KEYS = 10_000;

  /** Longest reply that is kept; of a longer one only the fact is. */
  static final int MAX_KEPT_BYTES = 64 * 1024;

  private static final long SWEEP_INTERVAL_NS = 1_000_000_000L;

  private record Key(String issuer, String name, String clientName, long high, long low) {}

  /**
   * What a key means for a call.
   *
   * @param keeper the call is the first: run it, and let this keep its outcome; else null
   * @param status OK: replay {@code kept}; else what to answer
   */
  record Claim(OutcomeKeeper keeper, Status status, String message, int retryAfterMs, Kept kept) {}

  private record Kept(Status status, String message, ContentType contentType, byte[] payload) {}

  private final class Entry implements OutcomeKeeper {
    private final Key key;
    private final int toolId;
    private final long fingerprint;
    private volatile Kept kept;
    private volatile long doneNs;

    Entry(Key key, int toolId, long fingerprint) {
      this.key = key;
      this.toolId = toolId;
      this.fingerprint = fingerprint;
    }

    @Override
    public void keep(InvocationSlot slot) {
      Status status = slot.status();
      StatusFamily family = StatusFamily.of(status);
      if (family != StatusFamily.SUCCESS && family != StatusFamily.TOOL) {
        entries.remove(key, this);
        return;
      }
      byte[] payload = null;
      if (status == Status.OK && slot.replyLength() <= MAX_KEPT_BYTES) {
        payload = new byte[slot.replyLength()];
        slot.replyMessage().getBytes(WireLimits.RESULT_OVERHEAD_BYTES, payload);
      }
      doneNs = sweptNs;
      kept = new Kept(status, slot.failure(), slot.replyType(), payload);
    }
  }

  private final ConcurrentMap<Key, Entry> entries = new ConcurrentHashMap<>();
  private final BufferPool pool;
  private volatile long sweptNs;

  public IdempotencyStore(BufferPool pool, long nowNs) {
    this.pool = pool;
    this.sweptNs = nowNs;
  }

  /** The decoder stands anywhere; it is rewound. */
  Claim claim(Session session, InvokeDecoder invoke, long nowNs) {
    Principal principal = session.caller.principal();
    Key key =
        new Key(
            principal.issuer(),
            principal.name(),
            session.clientName,
            invoke.idempotencyKeyHigh(),
            invoke.idempotencyKeyLow());
    Entry mine = new Entry(key, (int) invoke.toolId(), fingerprint(invoke));
    Entry first = entries.get(key);
    if (first == null && entries.size() >= MAX_KEYS) {
      return refusal(
          Status.OVERLOADED,
          "as many idempotency keys as are remembered",
          EngineLimits.OVERLOADED_RETRY_MS);
    }
    if (first == null) {
      first = entries.putIfAbsent(key, mine);
    }
    return first == null ? new Claim(mine, Status.OK, "", 0, null) : repeated(first, mine);
  }

  private static Claim repeated(Entry first, Entry again) {
    if (first.toolId != again.toolId || first.fingerprint != again.fingerprint) {
      return refusal(
          Status.IDEMPOTENCY_KEY_REUSED, "the key was used for another tool or payload", 0);
    }
    Kept kept = first.kept;
    if (kept == null) {
      return refusal(
          Status.IN_PROGRESS, "a call with this key is running", EngineLimits.OVERLOADED_RETRY_MS);
    }
    if (kept.status() != Status.OK) {
      return refusal(kept.status(), kept.message(), 0);
    }
    return kept.payload() == null
        ? refusal(Status.RESULT_NOT_KEPT, "the call was done; its reply was too large to keep", 0)
        : new Claim(null, Status.OK, "", 0, kept);
  }

  private static Claim refusal(Status status, String message, int retryAfterMs) {
    return new Claim(null, status, message, retryAfterMs, null);
  }

  /** Tells two requests apart: a checksum of the payload, with its length and content type. */
  private static long fingerprint(InvokeDecoder invoke) {
    long contentType = invoke.contentTypeRaw();
    invoke.sbeRewind();
    invoke.skipTraceState();
    byte[] payload = new byte[invoke.payloadLength()];
    invoke.getPayload(payload, 0, payload.length);
    CRC32C checksum = new CRC32C();
    checksum.update(payload);
    return checksum.getValue() ^ ((long) payload.length << 32) ^ (contentType << 62);
  }

  /**
   * Answers with the kept result.
   *
   * @return OK, or why the session cannot have it: RESULT_TOO_LARGE, OVERLOADED when no buffer is
   *     free
   */
  Status replay(Session session, long correlationId, Claim claim, Replies replies) {
    byte[] payload = claim.kept().payload();
    int length = WireLimits.RESULT_OVERHEAD_BYTES + payload.length;
    if (length > session.maxMessageBytes) {
      return Status.RESULT_TOO_LARGE;
    }
    PooledBuffer message = pool.acquire(length);
    if (message == null) {
      return Status.OVERLOADED;
    }
    new ResultHeader()
        .write(
            message.buffer(), 0, correlationId, claim.kept().contentType(), true, payload.length);
    message.buffer().putBytes(WireLimits.RESULT_OVERHEAD_BYTES, payload);
    replies.send(session, message, length);
    return Status.OK;
  }

  /** The call was not started after all. */
  void forget(OutcomeKeeper keeper) {
    Entry entry = (Entry) keeper;
    entries.remove(entry.key, entry);
  }

  /** Forgets outcomes that were kept long enough; cheap when called often. */
  void sweep(long nowNs) {
    if (nowNs - sweptNs < SWEEP_INTERVAL_NS) {
      return;
    }
    sweptNs = nowNs;
    if (!entries.isEmpty()) {
      entries.values().removeIf(entry -> entry.kept != null && nowNs - entry.doneNs > KEPT_NS);
    }
  }
}
