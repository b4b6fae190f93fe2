package io.machinenative.axiom.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.HelloDecoder;
import io.machinenative.axiom.codec.InvokeDecoder;
import io.machinenative.axiom.codec.MessageHeaderDecoder;
import io.machinenative.axiom.codec.MessageHeaderEncoder;
import io.machinenative.axiom.codec.ResultEncoder;
import io.machinenative.axiom.engine.base.Mount;
import io.machinenative.axiom.engine.pipeline.Link;
import io.machinenative.axiom.engine.pipeline.Outcome;
import java.lang.management.ManagementFactory;
import java.util.function.IntSupplier;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/**
 * A million calls, each with a deadline, a reply that is read and a duty cycle, allocate nothing.
 */
class AllocationTest {
  private static final int CALLS = 1_000_000;
  private static final int WARM_UP_CALLS = 100_000;

  /** The JVM and the measurement itself; a single byte per call would be a million. */
  private static final long TOLERATED_BYTES = 64 * 1024;

  @Test
  void callsAllocateNothing() {
    EchoLink link = new EchoLink();
    SessionConfig config = SessionConfig.defaults("allocation");
    ClientSession session =
        new ClientSession(
            link,
            config,
            config.newBufferPool(),
            SystemNanoClock.INSTANCE,
            new ClientCounters(),
            0);
    while (!session.isOpen()) {
      session.doWork();
    }
    measure(new Caller(session::send, session::doWork));
    session.close();
  }

  @Test
  void callsThroughTheFacadeAllocateNothing() {
    try (AxiomClient client =
        AxiomClient.builder().links(EchoLink::new).mount(Mount.INVOKER).drainNs(0).connect()) {
      measure(new Caller(client::send, client::poll));
    }
  }

  private static void measure(Caller caller) {
    caller.call(WARM_UP_CALLS);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    caller.call(CALLS);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertEquals(WARM_UP_CALLS + CALLS, caller.verified);
    assertTrue(caller.work >= caller.verified, "each reply is work");
    assertTrue(allocated < TOLERATED_BYTES, allocated + " bytes for " + CALLS + " calls");
  }

  /** {@link ClientSession#send}, or the facade's. */
  @FunctionalInterface
  private interface Sender {
    long send(
        int toolId,
        ContentType contentType,
        DirectBuffer payload,
        int offset,
        int length,
        CallOptions options,
        ReplyHandler handler,
        long token);
  }

  /** Makes calls one after the other and checks each reply. */
  private static final class Caller implements ReplyHandler {
    private final Sender sender;
    private final IntSupplier step;
    private final UnsafeBuffer payload = new UnsafeBuffer(new byte[64]);
    private final CallOptions options = new CallOptions().deadlineNs(1_000_000_000L);
    private long verified;
    private long work;

    private Caller(Sender sender, IntSupplier step) {
      this.sender = sender;
      this.step = step;
    }

    private void call(int calls) {
      for (int i = 0; i < calls; i++) {
        long token = verified;
        payload.putLong(0, token);
        long id = sender.send(7, ContentType.BINARY, payload, 0, 64, options, this, token);
        assert id > 0 : id;
        while (verified == token) {
          work += step.getAsInt();
        }
      }
    }

    @Override
    public void onResult(
        long token, ContentType contentType, DirectBuffer buffer, int offset, int length) {
      if (length == 64 && buffer.getLong(offset) == token) {
        verified++;
      }
    }

    @Override
    public void onError(
        long token, int status, int retryAfterMs, DirectBuffer m, int offset, int length) {
      throw new AssertionError("status " + status);
    }
  }

  /**
   * A server in a link: welcomes, and answers each Invoke with its payload. Allocates nothing per
   * call.
   */
  private static final class EchoLink implements Link {
    private final UnsafeBuffer out = new UnsafeBuffer(new byte[4096]);
    private final UnsafeBuffer in = new UnsafeBuffer(new byte[4096]);
    private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
    private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
    private final InvokeDecoder invoke = new InvokeDecoder();
    private final ResultEncoder result = new ResultEncoder();
    private int answerBytes;

    @Override
    public State state() {
      return State.CONNECTED;
    }

    @Override
    public String closeReason() {
      return "";
    }

    @Override
    public int poll(Receiver receiver) {
      if (answerBytes == 0) {
        return 0;
      }
      int length = answerBytes;
      answerBytes = 0;
      receiver.onFrame(in, 0, length);
      return 1;
    }

    @Override
    public int claim(int length) {
      return Outcome.OK;
    }

    @Override
    public MutableDirectBuffer buffer() {
      return out;
    }

    @Override
    public int offset() {
      return 0;
    }

    @Override
    public void commit() {
      if (headerDecoder.wrap(out, 0).templateId() == InvokeDecoder.TEMPLATE_ID) {
        invoke.wrapAndApplyHeader(out, 0, headerDecoder);
        result
            .wrapAndApplyHeader(in, 0, headerEncoder)
            .correlationId(invoke.correlationId())
            .contentType(invoke.contentType())
            .flags()
            .clear();
        invoke.skipTraceState();
        int length = invoke.payloadLength();
        result.putPayload(out, invoke.limit() + 4, length);
        answerBytes = result.limit();
      } else if (headerDecoder.templateId() == HelloDecoder.TEMPLATE_ID) {
        byte[] welcome = ServerFrames.welcome();
        in.putBytes(0, welcome);
        answerBytes = welcome.length;
      }
    }

    @Override
    public void abort() {}

    @Override
    public int maxFrameBytes() {
      return 4096;
    }

    @Override
    public void close() {}
  }
}
