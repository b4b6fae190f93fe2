package io.machinenative.axiom.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.HelloDecoder;
import io.machinenative.axiom.codec.ToolId;
import io.machinenative.axiom.engine.pipeline.BufferPool;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.CachedNanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/** A session over a {@link ScriptedLink} with a clock that a test turns. */
final class SessionRig implements AutoCloseable {
  static final String TOOL = "core.echo";

  final CachedNanoClock clock = new CachedNanoClock();
  final ScriptedLink link = new ScriptedLink();
  final ClientCounters counters = new ClientCounters();
  final SessionConfig config;
  final BufferPool pool;
  final ClientSession session;
  final RecordingReplies replies = new RecordingReplies();

  SessionRig() {
    this(SessionConfig.defaults("rig"));
  }

  SessionRig(SessionConfig config) {
    this.config = config;
    // Close to the end of its range: comparisons other than by subtraction fail.
    clock.update(Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(1));
    pool = config.newBufferPool();
    session = new ClientSession(link, config, pool, clock, counters, 0);
  }

  /** A session that is open. */
  static SessionRig open() {
    return new SessionRig().welcomed();
  }

  SessionRig welcomed() {
    step();
    assertEquals(HelloDecoder.TEMPLATE_ID, ClientFrames.templateId(sent()));
    link.deliver(ServerFrames.welcome());
    step();
    assertEquals(ClientSession.State.OPEN, session.state());
    return this;
  }

  void step() {
    session.doWork(clock.nanoTime());
  }

  /** Turns the clock, then steps. */
  void advanceNs(long ns) {
    clock.advance(ns);
    step();
  }

  void advanceMs(long ms) {
    advanceNs(TimeUnit.MILLISECONDS.toNanos(ms));
  }

  void receive(byte[] frame) {
    link.deliver(frame);
    step();
  }

  /** The next frame that the client sent. */
  byte[] sent() {
    return link.outbound.removeFirst();
  }

  List<byte[]> allSent() {
    List<byte[]> frames = new ArrayList<>(link.outbound);
    link.outbound.clear();
    return frames;
  }

  boolean sentNothing() {
    return link.outbound.isEmpty();
  }

  long call(String payload, long token) {
    return call(payload, token, new CallOptions());
  }

  long call(String payload, long token, CallOptions options) {
    byte[] bytes = payload.getBytes(UTF_8);
    return session.send(
        ToolId.of(TOOL),
        ContentType.JSON,
        new UnsafeBuffer(bytes),
        0,
        bytes.length,
        options,
        replies,
        token);
  }

  long count(ClientCounters.Kind kind) {
    return counters.value(kind);
  }

  /** Ends the session and checks that no buffer was kept. */
  @Override
  public void close() {
    session.close();
    assertEquals(0, pool.lent(), "buffers lent");
    pool.close();
  }
}
