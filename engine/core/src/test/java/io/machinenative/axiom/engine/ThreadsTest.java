package io.machinenative.axiom.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.Completion;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.counters.EngineCounter;
import io.machinenative.axiom.engine.port.Identity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The hand-overs between real threads: workers, virtual threads and whoever answers deferred calls
 * run as they like, while the test's thread is the ingress agent. Every call is answered once and
 * with its own payload.
 */
class ThreadsTest {
  private static final int CALLS = 20_000;
  private static final int IN_FLIGHT = 16;
  private static final String[] TOOLS = {
    "worker.echo", "worker.echo", "worker.defer", "worker.progress", "blocking.echo"
  };

  private final List<Thread> threads = new ArrayList<>();
  private final AtomicReference<Throwable> thrown = new AtomicReference<>();
  private final TestTools tools = new TestTools();
  private volatile boolean running = true;

  @AfterEach
  void stop() throws InterruptedException {
    running = false;
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /** Something to do again and again. */
  @FunctionalInterface
  private interface Work {
    int doWork() throws Exception;
  }

  private void start(Work work) {
    threads.add(Thread.ofPlatform().daemon().start(() -> loop(work)));
  }

  private void loop(Work work) {
    try {
      while (running) {
        if (work.doWork() == 0) {
          Thread.yield();
        }
      }
    } catch (Throwable e) {
      thrown.compareAndSet(null, e);
    }
  }

  private int answerDeferred() throws InterruptedException {
    Completion completion = tools.deferred.poll(1, TimeUnit.MILLISECONDS);
    if (completion == null) {
      return 0;
    }
    int length = completion.invocation().payloadLength();
    byte[] payload = new byte[length];
    completion
        .invocation()
        .payload()
        .getBytes(completion.invocation().payloadOffset(), payload, 0, length);
    completion.complete(ContentType.BINARY, new UnsafeBuffer(payload), 0, length);
    return 1;
  }

  @Test
  @Timeout(value = 2, unit = TimeUnit.MINUTES)
  void everyCallIsAnsweredOnce() {
    SplittableRandom random = new SplittableRandom(Seeds.of(this));
    TestLimits limits = new TestLimits();
    // More than calls are cancelled in all, so that none is refused while a worker is held up.
    limits.slotCount = 4096;
    limits.laneCapacity = 4096;
    limits.blockingLimit = 4096;
    DataPlane plane =
        new DataPlane(limits, tools.routes(), 2, 0, Identity.open(), Thread.ofVirtual().factory());
    for (Agent worker : plane.workers) {
      start(worker::doWork);
    }
    start(this::answerDeferred);
    start(this::answerDeferred);
    HandClient client = plane.open();
    int cancelled = callAll(plane, client, random);
    client.requireSilence();
    plane.await(() -> plane.slots.inUse() == 0);
    plane.requireNothingHeld();
    assertTrue(cancelled > 0);
    assertEquals(0, plane.count(EngineCounter.ERRORS));
  }

  /** Keeps calls in flight until all are answered; returns how many were cancelled. */
  private int callAll(DataPlane plane, HandClient client, SplittableRandom random) {
    Map<Long, byte[]> open = new HashMap<>();
    int cancelled = 0;
    long id = 0;
    while (id < CALLS || !open.isEmpty()) {
      if (open.size() < IN_FLIGHT && id < CALLS) {
        byte[] payload = new byte[random.nextInt(random.nextInt(10) == 0 ? 5000 : 100)];
        Arrays.fill(payload, (byte) id);
        open.put(id, payload);
        client.send(Invoke.of(id, TOOLS[random.nextInt(TOOLS.length)], payload));
        if (random.nextInt(10) == 0) {
          client.send(Messages.cancel(id));
        }
        id++;
      }
      plane.stepIngress();
      for (ServerMessage message : client.all()) {
        cancelled += check(message, open);
      }
      assertNull(thrown.get());
    }
    return cancelled;
  }

  private static int check(ServerMessage message, Map<Long, byte[]> open) {
    switch (message) {
      case ServerMessage.Progress progress ->
          assertTrue(open.containsKey(progress.correlationId()), message.toString());
      case ServerMessage.Result result ->
          assertArrayEquals(open.remove(result.correlationId()), result.payload());
      case ServerMessage.Error error -> {
        assertEquals(Status.CANCELLED, error.status(), error.message());
        assertTrue(open.remove(error.correlationId()) != null, message.toString());
        return 1;
      }
      default -> throw new AssertionError(message);
    }
    return 0;
  }
}
