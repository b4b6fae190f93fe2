package io.machinenative.axiom.client;

import io.machinenative.axiom.codec.CancelDecoder;
import io.machinenative.axiom.codec.DescribeToolDecoder;
import io.machinenative.axiom.codec.FragmentDecoder;
import io.machinenative.axiom.codec.GoodbyeDecoder;
import io.machinenative.axiom.codec.HeartbeatDecoder;
import io.machinenative.axiom.codec.HelloDecoder;
import io.machinenative.axiom.codec.InvokeDecoder;
import io.machinenative.axiom.codec.ListToolsDecoder;
import io.machinenative.axiom.codec.MessageHeaderDecoder;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.ToolId;
import io.machinenative.axiom.codec.WireLimits;
import io.machinenative.axiom.engine.pipeline.BufferPool;
import io.machinenative.axiom.engine.pipeline.FragmentAssembler;
import io.machinenative.axiom.engine.pipeline.FrameHandler;
import io.machinenative.axiom.engine.pipeline.Listener;
import io.machinenative.axiom.engine.pipeline.Outcome;
import io.machinenative.axiom.engine.pipeline.PooledBuffer;
import io.machinenative.axiom.engine.pipeline.Session;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.agrona.DirectBuffer;

/**
 * A small server over a real carrier, on a thread of its own: greets, echoes, holds calls back,
 * lists two tools. It knows nothing of deadlines, and sends what the link takes, the rest later.
 */
final class EchoServer implements FrameHandler {
  static final String ECHO = "core.echo";
  static final String HOLD = "core.hold";
  static final String PROGRESS = "core.progress";
  static final String BUSY_ONCE = "core.busy-once";
  static final int CREDIT_WINDOW = 16;
  static final int MAX_MESSAGE_BYTES = 1 << 20;

  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final InvokeDecoder invoke = new InvokeDecoder();
  private final BufferPool pool = new BufferPool(MAX_MESSAGE_BYTES, 16L * MAX_MESSAGE_BYTES);
  private final Map<Session, Deque<byte[]>> waiting = new IdentityHashMap<>();
  private final Listener listener;
  private final Thread thread;
  private volatile boolean running = true;
  private volatile boolean dropAll;
  volatile int invokes;
  volatile int cancels;
  private boolean wasBusy;
  private long sessions;
  private long messages;

  /**
   * @param carrier opens the listener for this handler
   */
  EchoServer(Function<FrameHandler, Listener> carrier) {
    listener = carrier.apply(this);
    thread = new Thread(this::run, "echo-server");
    thread.setDaemon(true);
    thread.start();
  }

  String address() {
    return listener.address();
  }

  /** Ends all connections. */
  void dropConnections() {
    dropAll = true;
    listener.wakeup();
  }

  private void run() {
    while (running) {
      int work = listener.poll(System.nanoTime());
      for (Map.Entry<Session, Deque<byte[]>> entry : List.copyOf(waiting.entrySet())) {
        work += flush(entry.getKey(), entry.getValue());
        if (dropAll) {
          entry.getKey().peer().close();
        }
      }
      dropAll = false;
      if (work == 0) {
        Thread.yield();
      }
    }
    listener.close();
  }

  private static int flush(Session session, Deque<byte[]> frames) {
    int sent = 0;
    while (!frames.isEmpty() && session.peer().claim(frames.peekFirst().length) == Outcome.OK) {
      session.peer().buffer().putBytes(session.peer().offset(), frames.pollFirst());
      session.peer().commit();
      sent++;
    }
    return sent;
  }

  @Override
  public Session onConnect(io.machinenative.axiom.engine.pipeline.Peer peer) {
    Session session = new Session(++sessions, peer, pool);
    waiting.put(session, new ArrayDeque<>());
    return session;
  }

  @Override
  public int onFrame(Session session, DirectBuffer buffer, int offset, int length) {
    header.wrap(buffer, offset);
    switch (header.templateId()) {
      case HelloDecoder.TEMPLATE_ID -> welcome(session);
      case FragmentDecoder.TEMPLATE_ID -> fragment(session, buffer, offset);
      case InvokeDecoder.TEMPLATE_ID -> invoke(session, buffer, offset);
      case CancelDecoder.TEMPLATE_ID -> cancel(session, buffer, offset);
      case ListToolsDecoder.TEMPLATE_ID -> list(session, buffer, offset);
      case DescribeToolDecoder.TEMPLATE_ID -> describe(session, buffer, offset);
      case HeartbeatDecoder.TEMPLATE_ID -> reply(session, ServerFrames.heartbeat(1, true));
      case GoodbyeDecoder.TEMPLATE_ID ->
          reply(session, ServerFrames.goodbye(Status.SHUTDOWN, 0, ""));
      default -> throw new AssertionError("template " + header.templateId());
    }
    return Outcome.OK;
  }

  private void reply(Session session, byte[] message) {
    int frameBytes = frameBytes(session);
    if (message.length <= frameBytes) {
      waiting.get(session).addLast(message);
    } else {
      int pieceBytes = frameBytes - WireLimits.FRAGMENT_OVERHEAD_BYTES;
      waiting.get(session).addAll(ServerFrames.fragments(++messages, message, pieceBytes));
    }
  }

  private static int frameBytes(Session session) {
    return Math.min(session.peer().maxFrameBytes(), WireLimits.MAX_FRAME_BYTES);
  }

  private void fragment(Session session, DirectBuffer buffer, int offset) {
    FragmentDecoder fragment = new FragmentDecoder().wrapAndApplyHeader(buffer, offset, header);
    int pieceBytes = fragment.pieceLength();
    int outcome =
        session
            .fragments()
            .onFragment(
                fragment.messageId(),
                fragment.totalBytes(),
                fragment.pieceOffset(),
                buffer,
                fragment.limit() + FragmentDecoder.pieceHeaderLength(),
                pieceBytes,
                MAX_MESSAGE_BYTES);
    if (outcome == FragmentAssembler.COMPLETE) {
      PooledBuffer message = session.fragments().takeMessage();
      onFrame(session, message.buffer(), 0, session.fragments().messageLength());
      message.release();
    } else if (outcome != FragmentAssembler.INCOMPLETE) {
      throw new AssertionError("fragment: " + outcome);
    }
  }

  private void welcome(Session session) {
    reply(
        session,
        ServerFrames.welcome(
            session.id(), 1, MAX_MESSAGE_BYTES, frameBytes(session), CREDIT_WINDOW, 10_000, 1));
  }

  private void invoke(Session session, DirectBuffer buffer, int offset) {
    invoke.wrapAndApplyHeader(buffer, offset, header);
    invokes++;
    long id = invoke.correlationId();
    int toolId = (int) invoke.toolId();
    var contentType = invoke.contentType();
    invoke.skipTraceState();
    byte[] payload = new byte[invoke.payloadLength()];
    invoke.getPayload(payload, 0, payload.length);
    if (toolId == ToolId.of(HOLD)) {
      return;
    }
    if (toolId == ToolId.of(BUSY_ONCE) && !wasBusy) {
      wasBusy = true;
      reply(session, ServerFrames.error(id, Status.OVERLOADED, 1, "come again"));
      return;
    }
    if (toolId == ToolId.of(PROGRESS)) {
      for (int i = 1; i <= 3; i++) {
        reply(session, ServerFrames.progress(id, i, 3, "step " + i));
      }
    }
    reply(session, ServerFrames.result(id, contentType, payload));
  }

  private void cancel(Session session, DirectBuffer buffer, int offset) {
    cancels++;
    long id = new CancelDecoder().wrapAndApplyHeader(buffer, offset, header).correlationId();
    reply(session, ServerFrames.error(id, Status.CANCELLED, 0, "cancelled"));
  }

  private void list(Session session, DirectBuffer buffer, int offset) {
    ListToolsDecoder list = new ListToolsDecoder().wrapAndApplyHeader(buffer, offset, header);
    boolean first = list.after().isEmpty();
    reply(session, ServerFrames.toolList(list.correlationId(), 1, first, first ? ECHO : HOLD));
  }

  private void describe(Session session, DirectBuffer buffer, int offset) {
    var describe = new DescribeToolDecoder().wrapAndApplyHeader(buffer, offset, header);
    long id = describe.correlationId();
    reply(
        session,
        (int) describe.toolId() == ToolId.of(ECHO)
            ? ServerFrames.description(id, ECHO, true)
            : ServerFrames.error(id, Status.UNKNOWN_TOOL, 0, "no such tool"));
  }

  @Override
  public void onMalformed(Session session, String defect) {
    throw new AssertionError(defect);
  }

  @Override
  public void onDisconnect(Session session) {
    waiting.remove(session);
  }

  void close() throws InterruptedException {
    running = false;
    listener.wakeup();
    thread.join();
    pool.close();
  }
}
