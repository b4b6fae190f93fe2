package io.machinenative.axiom.engine.control.wire;

import io.machinenative.axiom.api.Principal;
import io.machinenative.axiom.codec.DeregisterRecordDecoder;
import io.machinenative.axiom.codec.ErrorEncoder;
import io.machinenative.axiom.codec.GetRecordDecoder;
import io.machinenative.axiom.codec.GetRegistryStatisticsDecoder;
import io.machinenative.axiom.codec.MessageHeaderEncoder;
import io.machinenative.axiom.codec.QueryRecordsDecoder;
import io.machinenative.axiom.codec.RecordKind;
import io.machinenative.axiom.codec.RegisterRecordDecoder;
import io.machinenative.axiom.codec.RenewLeasesDecoder;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.UpdateRecordDecoder;
import io.machinenative.axiom.codec.WireLimits;
import io.machinenative.axiom.engine.control.Conductor;
import io.machinenative.axiom.engine.control.Inlet;
import io.machinenative.axiom.engine.control.Visibility;
import io.machinenative.axiom.engine.pipeline.BufferPool;
import io.machinenative.axiom.engine.pipeline.ChangeCursor;
import io.machinenative.axiom.engine.pipeline.PooledBuffer;
import io.machinenative.axiom.engine.pipeline.RegistryGate;
import io.machinenative.axiom.engine.pipeline.RegistryRequest;
import io.machinenative.axiom.engine.pipeline.Text;
import io.machinenative.axiom.engine.registry.DamagedRecordException;
import io.machinenative.axiom.engine.registry.Registry;
import io.machinenative.axiom.engine.registry.feed.WatchFilter;
import io.machinenative.axiom.engine.registry.form.MalformedRecordException;
import io.machinenative.axiom.engine.registry.model.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.agrona.ErrorHandler;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;

/**
 * Takes requests of the registry from the ingress agents, does them on the conductor, and answers
 * after the commit that all of a duty cycle share.
 *
 * <p><b>Threads.</b> {@link RegistryGate}'s methods are any ingress agent's, {@link Inlet}'s the
 * conductor's.
 */
public final class RegistryInlet implements RegistryGate, Inlet {
  /** Requests that may wait; further ones are answered with OVERLOADED. */
  static final int QUEUE_CAPACITY = 1024;

  private static final int RETRY_MS = 10;

  private final Registry registry;
  private final Conductor conductor;
  private final Visibility visibility;
  private final BufferPool pool;
  private final ErrorHandler errors;
  private final Int2ObjectHashMap<RegistryOperation> operations = new Int2ObjectHashMap<>();
  private final ManyToOneConcurrentArrayQueue<RegistryRequest> queue =
      new ManyToOneConcurrentArrayQueue<>(QUEUE_CAPACITY);
  private final List<Done> done = new ArrayList<>();
  private final ReplyBuffer reply = new ReplyBuffer();
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final ErrorEncoder error = new ErrorEncoder();
  private final List<Runnable> wakeups = new ArrayList<>();
  private long shownRevision;
  private volatile boolean closed;

  /** A request that was done, with its reply, or null when an Error lies in its own buffer. */
  private record Done(RegistryRequest request, PooledBuffer reply, int length, boolean isChange) {}

  /**
   * @param registry whose changes somebody else commits, in an {@link Conductor#onCommit} that was
   *     added before
   * @param conductor that has not begun yet
   * @param visibility of records
   * @param pool of the replies
   */
  public RegistryInlet(
      Registry registry,
      Conductor conductor,
      Visibility visibility,
      BufferPool pool,
      ErrorHandler errors) {
    this.registry = registry;
    this.visibility = visibility;
    this.conductor = conductor;
    this.pool = pool;
    this.errors = errors;
    shownRevision = registry.feed().revision();
    operations.put(RegisterRecordDecoder.TEMPLATE_ID, new RegisterOperation(registry));
    operations.put(UpdateRecordDecoder.TEMPLATE_ID, new UpdateOperation(registry));
    operations.put(DeregisterRecordDecoder.TEMPLATE_ID, new DeregisterOperation(registry));
    operations.put(GetRecordDecoder.TEMPLATE_ID, new GetOperation(registry, visibility));
    operations.put(QueryRecordsDecoder.TEMPLATE_ID, new QueryOperation(registry, visibility));
    operations.put(RenewLeasesDecoder.TEMPLATE_ID, new RenewOperation(registry));
    operations.put(GetRegistryStatisticsDecoder.TEMPLATE_ID, new StatisticsOperation(registry));
    conductor.inlet(this);
    conductor.onCommit(this::wakeWatchers);
  }

  // ── ingress agents ──

  @Override
  public boolean isThere() {
    return true;
  }

  /**
   * Pairs with {@link #refuse}: either this sees that the conductor is gone after it has put the
   * request into the queue, or the conductor sees the request when it empties the queue after it
   * has said so.
   */
  @Override
  public boolean submit(RegistryRequest request) {
    if (closed || !queue.offer(request)) {
      return false;
    }
    if (closed) {
      refuseAll();
    } else {
      conductor.wakeup();
    }
    return true;
  }

  @Override
  public long revision() {
    return registry.feed().revision();
  }

  @Override
  public ChangeCursor watch(
      Principal who, long feedIdHigh, long feedIdLow, long after, int kind, String namePrefix) {
    WatchFilter filter =
        new WatchFilter(
            WireValues.optional(Kind.values(), kind, RecordKind.NULL_VAL.value(), "kind"),
            namePrefix,
            visibility.recordsFromNowOn(who));
    boolean resumable = registry.feed().lineage().goesOn(new UUID(feedIdHigh, feedIdLow), after);
    return new FeedCursor(registry.feed(), filter, resumable, after);
  }

  @Override
  public void onChange(Runnable wakeup) {
    wakeups.add(wakeup);
  }

  // ── the conductor ──

  @Override
  public boolean isEmpty() {
    return queue.isEmpty();
  }

  @Override
  public int run(int limit) {
    int count = 0;
    RegistryRequest request;
    while (count < limit && (request = queue.poll()) != null) {
      done.add(perform(request));
      count++;
    }
    return count;
  }

  private Done perform(RegistryRequest request) {
    RegistryOperation operation = operations.get(request.templateId());
    try {
      return keep(request, operation.run(request, reply), operation.isChange());
    } catch (WireException e) {
      return failed(request, e.status(), 0, e.getMessage());
    } catch (IllegalArgumentException | MalformedRecordException e) {
      return failed(request, Status.INVALID_ARGUMENT, 0, e.getMessage());
    } catch (DamagedRecordException e) {
      return failed(request, Status.TOOL_ERROR, 0, e.getMessage());
    } catch (RuntimeException e) {
      errors.onError(e);
      return failed(request, Status.TOOL_FAULT, 0, "the registry failed: " + e.getMessage());
    }
  }

  private Done keep(RegistryRequest request, int length, boolean isChange) {
    if (length > request.maxReplyBytes()) {
      return failed(
          request,
          Status.RESULT_TOO_LARGE,
          0,
          "the reply has " + length + " bytes, the session allows " + request.maxReplyBytes());
    }
    PooledBuffer copy = pool.acquire(length);
    if (copy == null) {
      return isChange
          ? failed(request, Status.REPLY_UNAVAILABLE, 0, "no buffer is free for the reply")
          : failed(request, Status.OVERLOADED, RETRY_MS, "no buffer is free for the reply");
    }
    copy.buffer().putBytes(0, reply.buffer(), 0, length);
    return new Done(request, copy, length, isChange);
  }

  private Done failed(RegistryRequest request, Status status, int retryAfterMs, String message) {
    return new Done(request, null, writeError(request, status, retryAfterMs, message), false);
  }

  /** In the request's own buffer, which has room for it. */
  private int writeError(RegistryRequest request, Status status, int retryAfterMs, String message) {
    byte[] text = Text.bytes(message, WireLimits.MAX_TEXT_BYTES);
    error
        .wrapAndApplyHeader(request.buffer(), 0, header)
        .correlationId(request.correlationId())
        .retryAfterMs(retryAfterMs)
        .status(status)
        .putMessage(text, 0, text.length);
    return WireLimits.HEADER_BYTES + error.encodedLength();
  }

  @Override
  public void answer(Throwable commitFailure) {
    for (Done each : done) {
      if (each.reply() == null) {
        each.request().answerInPlace(each.length());
      } else if (commitFailure != null && each.isChange()) {
        each.reply().release();
        String message = "done, but not made durable: " + commitFailure.getMessage();
        each.request().answerInPlace(writeError(each.request(), Status.TOOL_FAULT, 0, message));
      } else {
        each.request().answer(each.reply(), each.length());
      }
    }
    done.clear();
  }

  private void wakeWatchers() {
    long revision = registry.feed().revision();
    if (revision != shownRevision) {
      shownRevision = revision;
      wakeups.forEach(Runnable::run);
    }
  }

  @Override
  public void refuse() {
    closed = true;
    refuseAll();
  }

  private synchronized void refuseAll() {
    RegistryRequest request;
    while ((request = queue.poll()) != null) {
      request.answerInPlace(writeError(request, Status.SERVER_STOPPED, 0, "the server stopped"));
    }
  }
}
