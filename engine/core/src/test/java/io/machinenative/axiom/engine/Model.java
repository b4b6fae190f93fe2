package io.machinenative.axiom.engine;

import io.machinenative.axiom.api.Completion;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Priority;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.ToolId;
import io.machinenative.axiom.codec.WireLimits;
import io.machinenative.axiom.engine.port.Identity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Random operations of several clients against the data plane, everything on one thread and from
 * one seed, checked by the clients' plain twins.
 */
final class Model {
  private static final long MS = 1_000_000;
  private static final int PEERS = 5;
  private static final long HEARTBEAT_NS = 2_000 * MS;

  /** What may become of a call that is right. */
  private static final Set<Status> REFUSALS =
      EnumSet.of(
          Status.DUPLICATE_CORRELATION_ID,
          Status.CREDIT_EXCEEDED,
          Status.OVERLOADED,
          Status.DRAINING,
          Status.CANCELLED,
          Status.REPLY_UNAVAILABLE);

  private final Random random;
  private final UnaryOperator<List<ServerMessage>> tamper;
  private final TestTools tools = new TestTools();
  private final HandThreads threads = new HandThreads();
  private final DataPlane plane;
  private final List<ModelPeer> peers = new ArrayList<>();
  private long sequence;
  private long answers;
  private long sessions;

  /**
   * @param tamper between the server and the twins: the identity, or a canary
   */
  Model(long seed, UnaryOperator<List<ServerMessage>> tamper) {
    this.random = new Random(seed);
    this.tamper = tamper;
    TestLimits limits = new TestLimits();
    limits.creditWindow = 8;
    limits.slotCount = 16;
    limits.laneCapacity = 4;
    limits.blockingLimit = 3;
    limits.poolBytes = 1 << 20;
    plane = new DataPlane(limits, tools.routes(), 2, random.nextLong(), Identity.open(), threads);
  }

  void run(int operations) {
    for (int i = 0; i < operations; i++) {
      while (peers.size() < PEERS) {
        connect();
      }
      ModelPeer peer = peers.get(random.nextInt(peers.size()));
      operate(peer);
      peers.removeIf(this::isDone);
    }
    finish();
  }

  long answers() {
    return answers;
  }

  long sessions() {
    return sessions;
  }

  DataPlane plane() {
    return plane;
  }

  private void connect() {
    HandClient client = plane.connect();
    Hello hello = new Hello();
    hello.creditWindow = random.nextInt(10);
    hello.clientName = random.nextBoolean() ? "one" : "two";
    client.peer.capacityBytes(random.nextInt(4) == 0 ? 70_000 : 1 << 20);
    client.send(hello.build());
    for (int i = 0; client.peer.waitingFrames() == 0; i++) {
      stepAll(); // the pool may be spent for a while
      if (i == 100) {
        peers.forEach(peer -> unblock(peer));
      }
    }
    client.next(ServerMessage.Welcome.class);
    peers.add(new ModelPeer(plane, client, HEARTBEAT_NS, tamper));
    sessions++;
  }

  private static void unblock(ModelPeer peer) {
    peer.client.peer.blocked(false);
    peer.read();
  }

  private boolean isDone(ModelPeer peer) {
    boolean done = peer.isDone();
    answers += done ? peer.answers : 0;
    return done;
  }

  // ── operations ───────────────────────────────────────────────────────────────

  private void operate(ModelPeer peer) {
    int dice = random.nextInt(1000);
    if (dice < 380) {
      call(peer);
    } else if (dice < 430) {
      wrongCall(peer);
    } else if (dice < 460) {
      duplicate(peer);
    } else if (dice < 500) {
      keyedCall(peer);
    } else if (dice < 540) {
      cancel(peer);
    } else if (dice < 560) {
      query(peer);
    } else if (dice < 580) {
      peer.heartbeat(random.nextLong());
    } else if (dice < 583) {
      end(peer);
    } else if (dice < 620) {
      boolean blocked = random.nextInt(3) == 0;
      peer.everBlocked |= blocked;
      peer.client.peer.blocked(blocked);
    } else if (dice < 650) {
      plane.advance(random.nextLong(3 * MS));
    } else if (dice < 652) {
      plane.advance(random.nextLong(1500 * MS));
    } else if (dice < 720) {
      peer.read();
    } else if (dice < 780) {
      answerDeferred();
    } else {
      step();
    }
  }

  private void step() {
    switch (random.nextInt(3)) {
      case 0 -> plane.stepIngress();
      case 1 -> plane.stepWorkers();
      default -> threads.runOne();
    }
  }

  private void stepAll() {
    plane.stepWorkers();
    threads.runOne();
    answerDeferred();
    plane.stepIngress();
  }

  private void answerDeferred() {
    Completion completion = tools.deferred.poll();
    if (completion == null) {
      return;
    }
    UnsafeBuffer payload = new UnsafeBuffer(new byte[completion.invocation().payloadLength()]);
    completion
        .invocation()
        .payload()
        .getBytes(completion.invocation().payloadOffset(), payload, 0, payload.capacity());
    boolean first =
        random.nextInt(4) == 0
            ? completion.fail(Status.TOOL_ERROR, "deferred and failed")
            : completion.complete(ContentType.BINARY, payload, 0, payload.capacity());
    boolean second = completion.complete(ContentType.BINARY, payload, 0, 0);
    if (!first || second) {
      throw new AssertionError("the first use of a completion counts, and only that");
    }
  }

  private byte[] payload() {
    int kind = random.nextInt(100);
    int length =
        kind < 80
            ? random.nextInt(200)
            : kind < 95 ? random.nextInt(5000) : random.nextInt(120_000);
    byte[] payload = new byte[Math.max(Long.BYTES, length)];
    Arrays.fill(payload, (byte) sequence);
    new UnsafeBuffer(payload).putLong(0, ++sequence);
    return payload;
  }

  private void call(ModelPeer peer) {
    long id = random.nextInt(40);
    if (peer.openRequests(id) > 0) {
      return; // duplicates are an operation of their own
    }
    String[] names = {
      "inline.echo", "worker.echo", "blocking.echo", "worker.defer", "worker.progress",
      "inline.progress", "worker.refuse", "inline.refuse", "worker.fault", "inline.fault"
    };
    String name = names[random.nextInt(names.length)];
    Invoke invoke = Invoke.of(id, name, payload());
    invoke.priority(Priority.get((short) random.nextInt(4)));
    Set<Status> allowed = EnumSet.copyOf(REFUSALS);
    byte[] result = invoke.payload;
    if (name.endsWith("refuse")) {
      allowed.add(Status.TOOL_ERROR);
      result = null;
    } else if (name.endsWith("fault")) {
      allowed.add(Status.TOOL_FAULT);
      result = null;
    } else if (name.endsWith("defer")) {
      allowed.add(Status.TOOL_ERROR);
    }
    if (random.nextInt(5) == 0) {
      invoke.deadlineNs(random.nextLong(20 * MS) - MS);
      allowed.add(Status.DEADLINE_EXPIRED);
      allowed.add(Status.DEADLINE_EXCEEDED);
    }
    peer.request(id, new ModelPeer.Request(allowed, result, false), frames(peer, invoke));
  }

  private List<byte[]> frames(ModelPeer peer, Invoke invoke) {
    byte[] message = invoke.build();
    boolean inPieces = message.length > WireLimits.MAX_FRAME_BYTES || random.nextInt(20) == 0;
    return peer.isLeaving() || !inPieces
        ? List.of(message)
        : Messages.fragments(sequence, message, 1 + random.nextInt(60_000));
  }

  private void wrongCall(ModelPeer peer) {
    long id = random.nextInt(40);
    if (peer.openRequests(id) > 0) {
      return;
    }
    Invoke invoke = Invoke.of(id, random.nextBoolean() ? "inline.echo" : "worker.echo", payload());
    Status status;
    switch (random.nextInt(4)) {
      case 0 -> {
        invoke.toolId = random.nextInt();
        status = Status.UNKNOWN_TOOL;
      }
      case 1 -> {
        invoke.priority = 4 + random.nextInt(252);
        status = Status.BAD_REQUEST;
      }
      case 2 -> {
        invoke.contentType = 4 + random.nextInt(252);
        status = Status.UNSUPPORTED_CONTENT_TYPE;
      }
      default -> {
        invoke.traceState = new byte[WireLimits.MAX_TRACE_STATE_BYTES + 1];
        status = Status.BAD_REQUEST;
      }
    }
    peer.request(id, new ModelPeer.Request(EnumSet.of(status), null, false), frames(peer, invoke));
  }

  private void duplicate(ModelPeer peer) {
    List<Long> ids = peer.openIds();
    if (ids.isEmpty()) {
      return;
    }
    long id = ids.get(random.nextInt(ids.size()));
    if (peer.openRequests(id) == 1) {
      Invoke invoke =
          Invoke.of(id, random.nextBoolean() ? "inline.echo" : "worker.echo", payload());
      peer.request(
          id, new ModelPeer.Request(REFUSALS, invoke.payload, false), frames(peer, invoke));
    }
  }

  private void keyedCall(ModelPeer peer) {
    long id = random.nextInt(40);
    if (peer.openRequests(id) > 0) {
      return;
    }
    long key = 1L + random.nextInt(30);
    byte[] payload = new byte[(int) key * 50];
    Arrays.fill(payload, (byte) key);
    Invoke invoke = Invoke.of(id, key % 2 == 0 ? "inline.echo" : "worker.echo", payload).key(key);
    Set<Status> allowed = EnumSet.copyOf(REFUSALS);
    allowed.add(Status.IN_PROGRESS);
    byte[] result = payload;
    if (random.nextInt(10) == 0) {
      // The same key for another request: refused, or itself the first.
      invoke.payload(new byte[] {1, 2, 3});
      result = invoke.payload;
    }
    allowed.add(Status.IDEMPOTENCY_KEY_REUSED);
    peer.request(id, new ModelPeer.Request(allowed, result, false), frames(peer, invoke));
  }

  private void cancel(ModelPeer peer) {
    List<Long> ids = peer.openIds();
    long id =
        ids.isEmpty() || random.nextInt(4) == 0
            ? random.nextInt(100)
            : ids.get(random.nextInt(ids.size()));
    peer.send(Messages.cancel(id));
  }

  private void query(ModelPeer peer) {
    long id = 1000 + ++sequence;
    boolean known = random.nextBoolean();
    switch (random.nextInt(3)) {
      case 0 ->
          peer.request(
              id,
              new ModelPeer.Request(EnumSet.noneOf(Status.class), null, true),
              List.of(Messages.listTools(id, random.nextInt(101), "", known ? "" : "worker.")));
      case 1 ->
          peer.request(
              id,
              known
                  ? new ModelPeer.Request(EnumSet.noneOf(Status.class), null, true)
                  : new ModelPeer.Request(EnumSet.of(Status.UNKNOWN_TOOL), null, false),
              List.of(Messages.describeTool(id, known ? ToolId.of("worker.echo") : 1)));
      default -> {
        byte[] message = Messages.cancel(1);
        message[2] = 99;
        peer.unknownTemplate(message);
      }
    }
  }

  private void end(ModelPeer peer) {
    switch (random.nextInt(3)) {
      case 0 -> peer.vanish();
      case 1 -> {
        byte[] cut = Invoke.of(1, "inline.echo", payload()).build();
        peer.garbage(Arrays.copyOf(cut, random.nextInt(Math.min(cut.length, 90))));
      }
      default -> peer.goodbye();
    }
  }

  // ── the end ──────────────────────────────────────────────────────────────────

  private void finish() {
    for (int i = 0; i < 2000; i++) {
      peers.forEach(Model::unblock);
      stepAll();
    }
    peers.forEach(ModelPeer::requireAllAnswered);
    peers.forEach(peer -> answers += peer.answers);
    peers.forEach(ModelPeer::vanish);
    for (int i = 0; i < 100; i++) {
      stepAll();
    }
    plane.requireNothingHeld();
    if (plane.openSessions.get() != 0
        || plane.carrier.connections() != 0
        || threads.waiting() != 0) {
      throw new AssertionError("something outlived its sessions");
    }
  }
}
