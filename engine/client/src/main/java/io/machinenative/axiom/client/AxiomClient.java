package io.machinenative.axiom.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.ToolId;
import io.machinenative.axiom.engine.base.Mount;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A client of an Axiom server.
 *
 * <pre>{@code
 * try (AxiomClient client = AxiomClient.builder().at("tcp://localhost:7400").connect()) {
 *   String reply = client.callJson("core.echo", "{\"hello\":\"world\"}");
 * }
 * }</pre>
 *
 * <p>With mount DEDICATED, the default, any thread may use it: a thread of the client's own does
 * the work. With INVOKER only the thread that connected may, and does the work itself: within
 * blocking calls, and in {@link #poll()}.
 *
 * <p>Calls fail with {@link CallException}, whose family says whether a retry helps; what is safe
 * has been tried again already, as the {@link RetryPolicy} says. A lost session is replaced in the
 * background; calls meanwhile fail with NOT_CONNECTED, which is tried again too. These forms
 * allocate; {@link #send} does not.
 */
public final class AxiomClient implements AutoCloseable {
  private static final CallOptions DEFAULTS = new CallOptions();

  private final ClientAgent agent;
  private final Drive drive;
  private final ClientCounters counters;
  private final NanoClock clock;
  private final long drainNs;
  private final TypedCalls typed;

  AxiomClient(ClientConfig config) {
    clock = config.clock();
    drainNs = config.drainNs();
    typed = new TypedCalls(config.session().maxMessageBytes());
    counters = new ClientCounters();
    agent = new ClientAgent(config, counters);
    WaitingIdleStrategy idle = new WaitingIdleStrategy(agent, clock);
    drive =
        config.mount() == Mount.DEDICATED
            ? new DedicatedDrive(agent, idle, config.idle(), config.threads(), config.onException())
            : new InvokerDrive(
                agent, config.idle() != null ? config.idle() : idle, Thread.currentThread());
  }

  /** Begins a client; {@link ClientBuilder#connect()} connects it. */
  public static ClientBuilder builder() {
    return new ClientBuilder();
  }

  // ── blocking ──

  /**
   * Calls a tool and waits for its reply.
   *
   * @param tool its name
   * @param contentType what the payload is
   * @param payload not changed until the call returns
   * @throws CallException when the call does not end with OK
   */
  public Reply call(String tool, ContentType contentType, byte[] payload, CallOptions options) {
    return call(tool, contentType, new UnsafeBuffer(payload), 0, payload.length, options);
  }

  /** As {@link #call(String, ContentType, byte[], CallOptions)}, for bytes anywhere. */
  public Reply call(
      String tool,
      ContentType contentType,
      DirectBuffer payload,
      int offset,
      int length,
      CallOptions options) {
    return perform(
        new InvokeRequest(ToolId.of(tool), contentType, payload, offset, length, null), options);
  }

  /** {@link #callJson(String, String, CallOptions)} without a deadline. */
  public String callJson(String tool, String json) {
    return callJson(tool, json, DEFAULTS);
  }

  /**
   * Calls a tool with JSON and waits for its reply, which is JSON or text.
   *
   * @throws CallException when the call does not end with OK, or with a reply of another content
   *     type
   */
  public String callJson(String tool, String json, CallOptions options) {
    return textOf(call(tool, ContentType.JSON, json.getBytes(UTF_8), options));
  }

  /** {@link #call(String, Record, Class, CallOptions)} without a deadline. */
  public <O extends Record> O call(String tool, Record input, Class<O> outputType) {
    return call(tool, input, outputType, DEFAULTS);
  }

  /**
   * Calls a tool with a record and waits for the record that it answers.
   *
   * @throws CallException when the call does not end with OK, or with a reply that does not fit the
   *     record
   */
  public <O extends Record> O call(
      String tool, Record input, Class<O> outputType, CallOptions options) {
    Reply payload = typed.write(input);
    return typed.read(call(tool, payload.contentType(), payload.bytes(), options), outputType);
  }

  // ── asynchronous ──

  /**
   * {@link #callAsync(String, ContentType, byte[], CallOptions, ProgressListener)}, nobody
   * listening.
   */
  public CompletableFuture<Reply> callAsync(
      String tool, ContentType contentType, byte[] payload, CallOptions options) {
    return callAsync(tool, contentType, payload, options, null);
  }

  /**
   * Calls a tool. Cancelling the future cancels the call. With mount INVOKER it proceeds in {@link
   * #poll()}.
   *
   * @param payload not changed until the future is done
   * @param listener told how far the call is; null for nobody
   * @return completed on the client's thread; fails with {@link CallException}
   */
  public CompletableFuture<Reply> callAsync(
      String tool,
      ContentType contentType,
      byte[] payload,
      CallOptions options,
      ProgressListener listener) {
    UnsafeBuffer buffer = new UnsafeBuffer(payload);
    return begin(
        new InvokeRequest(ToolId.of(tool), contentType, buffer, 0, payload.length, listener),
        options);
  }

  /**
   * Calls a tool with a record; as {@link #callAsync(String, ContentType, byte[], CallOptions)}.
   */
  public <O extends Record> CompletableFuture<O> callAsync(
      String tool, Record input, Class<O> outputType, CallOptions options) {
    Reply payload = typed.write(input);
    CompletableFuture<Reply> reply =
        callAsync(tool, payload.contentType(), payload.bytes(), options);
    CompletableFuture<O> output = reply.thenApply(answer -> typed.read(answer, outputType));
    cancelWith(output, reply);
    return output;
  }

  private static void cancelWith(CompletableFuture<?> outer, CompletableFuture<?> inner) {
    outer.whenComplete((value, thrown) -> {
      if (outer.isCancelled()) {
        inner.cancel(false);
      }
    });
  }

  // ── without allocation; mount INVOKER ──

  /**
   * Calls a tool without waiting and without allocation. See {@link ClientSession#send}. Not tried
   * again; not kept when the session cannot take it.
   *
   * @return the correlation id, above 0, or one of {@link ClientSession}'s negative outcomes
   */
  public long send(
      int toolId,
      ContentType contentType,
      DirectBuffer payload,
      int offset,
      int length,
      CallOptions options,
      ReplyHandler handler,
      long token) {
    drive.checkOwner();
    ClientSession session = agent.connection().session();
    return session == null
        ? ClientSession.CLOSED
        : session.send(toolId, contentType, payload, offset, length, options, handler, token);
  }

  /** Cancels a call that {@link #send} began; see {@link ClientSession#cancel}. */
  public boolean cancel(long correlationId) {
    drive.checkOwner();
    ClientSession session = agent.connection().session();
    return session != null && session.cancel(correlationId);
  }

  /**
   * One duty cycle of a client with mount INVOKER. At least once per heartbeat interval, or the
   * server gives the client up.
   *
   * @return how much was done, 0 for nothing
   */
  public int poll() {
    return drive.step();
  }

  // ── catalogue ──

  /** All tools, in the order of names. */
  public List<ToolSummary> listTools() {
    return listTools("");
  }

  /**
   * The tools whose names begin with the prefix, in the order of names, all of one epoch of the
   * catalogue.
   */
  public List<ToolSummary> listTools(String prefix) {
    return new CatalogueReader(after -> perform(new ListRequest(after, prefix), DEFAULTS)).read();
  }

  /**
   * All that the server says of one tool.
   *
   * @throws CallException UNKNOWN_TOOL when there is none of this name
   */
  public ToolDetails describeTool(String tool) {
    return perform(new DescribeRequest(ToolId.of(tool)), DEFAULTS);
  }

  // ── the client itself ──

  /** Whether a session is open. Any thread. */
  public boolean isConnected() {
    return agent.connection().granted() != null;
  }

  /** What the open session was granted; null when there is none. Any thread. */
  public SessionInfo session() {
    return agent.connection().granted();
  }

  /** Any thread. */
  public ClientCounters counters() {
    return counters;
  }

  /** {@link #close(long)} with the client's own bound. */
  @Override
  public void close() {
    close(drainNs);
  }

  /**
   * Says goodbye, waits for calls in flight, and gives everything back. Calls that wait to be sent
   * fail with NOT_CONNECTED, those that are not answered in time with CONNECTION_LOST. Idempotent.
   *
   * @param drainNs most time for calls in flight, at least 0
   */
  public void close(long drainNs) {
    drive.close(drainNs);
  }

  /** Waits for the first session. */
  AxiomClient connect() {
    PendingCall<Void> first = new PendingCall<>(null, DEFAULTS, null, clock.nanoTime());
    agent
        .opened()
        .whenComplete((info, thrown) -> {
          if (thrown == null) {
            first.succeeded(null);
          } else {
            first.end((CallException) thrown);
          }
        });
    try {
      await(first);
      return this;
    } catch (CallException e) {
      close(0);
      throw e;
    }
  }

  <T> T perform(Request<T> request, CallOptions options) {
    PendingCall<T> call = new PendingCall<>(request, options, null, clock.nanoTime());
    drive.submit(call);
    return await(call);
  }

  /** Begins to step something that lives from session to session. */
  void subscribe(Subscription subscription) {
    drive.subscribe(subscription);
  }

  /**
   * Waits for what a subscription puts into its queue.
   *
   * @return null when the time is over
   */
  <T> T take(BlockingQueue<T> queue, long timeoutNs) throws InterruptedException {
    return drive.take(queue, clock, timeoutNs);
  }

  private <T> T await(PendingCall<T> call) {
    boolean interrupted = false;
    while (!call.hasOutcome()) {
      try {
        drive.await(call);
      } catch (InterruptedException e) {
        // The payload is borrowed until the call has ended, which it does as soon as the owner sees
        // the cancellation.
        interrupted = true;
        drive.cancel(call);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return call.outcome();
  }

  private <T> CompletableFuture<T> begin(Request<T> request, CallOptions options) {
    CompletableFuture<T> future = new CompletableFuture<>();
    PendingCall<T> call = new PendingCall<>(request, options, future, clock.nanoTime());
    drive.submit(call);
    future.whenComplete((value, thrown) -> {
      if (future.isCancelled()) {
        drive.cancel(call);
      }
    });
    return future;
  }

  private static String textOf(Reply reply) {
    ContentType contentType = reply.contentType();
    if (contentType != ContentType.JSON && contentType != ContentType.TEXT) {
      throw new CallException(
          Status.TOOL_ERROR, "expected a reply of JSON or TEXT, got " + contentType);
    }
    return reply.text();
  }
}
