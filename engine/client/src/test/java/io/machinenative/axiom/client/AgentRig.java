package io.machinenative.axiom.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.HelloDecoder;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.ToolId;
import io.machinenative.axiom.engine.base.Mount;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.CachedNanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/** A client's agent, stepped by hand, over scripted links. */
final class AgentRig implements AutoCloseable {
  static final String TOOL = "core.echo";
  static final long DRAIN_NS = TimeUnit.MILLISECONDS.toNanos(100);

  /** No jitter, so that waits are exact: 10 ms, 20 ms, 40 ms. */
  static final RetryPolicy RETRY =
      new RetryPolicy(4, TimeUnit.MILLISECONDS.toNanos(10), TimeUnit.SECONDS.toNanos(1), 0);

  static final ReconnectPolicy RECONNECT =
      new ReconnectPolicy(
          true, TimeUnit.MILLISECONDS.toNanos(100), TimeUnit.MILLISECONDS.toNanos(350), 0);

  final CachedNanoClock clock = new CachedNanoClock();
  final Deque<ScriptedLink> links = new ArrayDeque<>();
  final List<ScriptedLink> opened = new ArrayList<>();
  final ClientCounters counters = new ClientCounters();
  final AtomicBoolean linksClosed = new AtomicBoolean();
  final ClientAgent agent;
  ScriptedLink link;

  AgentRig() {
    this(UnaryOperator.identity());
  }

  AgentRig(UnaryOperator<ClientConfig> change) {
    clock.update(Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(1));
    LinkSource source =
        new LinkSource() {
          @Override
          public io.machinenative.axiom.engine.pipeline.Link open() {
            link = links.isEmpty() ? new ScriptedLink() : links.removeFirst();
            if (link == null) {
              throw new IllegalStateException("no carrier");
            }
            opened.add(link);
            return link;
          }

          @Override
          public void close() {
            linksClosed.set(true);
          }
        };
    ClientConfig config =
        new ClientConfig(
            source,
            SessionConfig.defaults("rig"),
            RETRY,
            RECONNECT,
            Mount.INVOKER,
            16,
            DRAIN_NS,
            clock,
            new SplittableRandom(1),
            null,
            null,
            thrown -> {});
    agent = new ClientAgent(change.apply(config), counters);
  }

  static ClientConfig with(ClientConfig config, RetryPolicy retry) {
    return new ClientConfig(
        config.links(),
        config.session(),
        retry,
        config.reconnect(),
        config.mount(),
        config.pendingCalls(),
        config.drainNs(),
        config.clock(),
        config.random(),
        config.idle(),
        config.threads(),
        config.onException());
  }

  /** Steps until Hello is there, and welcomes. */
  AgentRig welcome() {
    return welcome(1);
  }

  AgentRig welcome(long sessionId) {
    step();
    step();
    assertEquals(HelloDecoder.TEMPLATE_ID, ClientFrames.templateId(sent()));
    link.deliver(
        ServerFrames.welcome(
            sessionId,
            ServerFrames.EPOCH,
            ServerFrames.MAX_MESSAGE_BYTES,
            ServerFrames.MAX_FRAME_BYTES,
            ServerFrames.CREDIT_WINDOW,
            ServerFrames.HEARTBEAT_MS,
            1));
    step();
    return this;
  }

  void step() {
    agent.doWork();
  }

  void advanceMs(long ms) {
    clock.advance(TimeUnit.MILLISECONDS.toNanos(ms));
    step();
  }

  void receive(byte[] frame) {
    link.deliver(frame);
    step();
  }

  byte[] sent() {
    return link.outbound.removeFirst();
  }

  boolean sentNothing() {
    return link.outbound.isEmpty();
  }

  /** Begins a call; it is sent by the next step. */
  CompletableFuture<Reply> call(CallOptions options) {
    byte[] payload = "{}".getBytes(UTF_8);
    return begin(
        new InvokeRequest(ToolId.of(TOOL), ContentType.JSON, new UnsafeBuffer(payload), 0, 2, null),
        options);
  }

  <T> CompletableFuture<T> begin(Request<T> request, CallOptions options) {
    CompletableFuture<T> future = new CompletableFuture<>();
    agent.submit(new PendingCall<>(request, options, future, clock.nanoTime()));
    return future;
  }

  /** The correlation id of the Invoke that was sent next. */
  long invoked() {
    return ClientFrames.invoke(sent()).correlationId();
  }

  static Status statusOf(CompletableFuture<?> failed) {
    return ((CallException) failed.exceptionNow()).status();
  }

  long count(ClientCounters.Kind kind) {
    return counters.value(kind);
  }

  /** Steps until the agent ends. */
  int stepUntilTerminated(int mostSteps) {
    for (int i = 1; i <= mostSteps; i++) {
      try {
        advanceMs(10);
      } catch (AgentTerminationException e) {
        agent.onClose();
        return i;
      }
    }
    throw new AssertionError("the agent goes on after " + mostSteps + " steps");
  }

  @Override
  public void close() {
    agent.onClose();
  }
}
