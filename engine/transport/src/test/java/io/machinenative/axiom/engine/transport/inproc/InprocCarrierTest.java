package io.machinenative.axiom.engine.transport.inproc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.codec.WireLimits;
import io.machinenative.axiom.engine.pipeline.FrameHandler;
import io.machinenative.axiom.engine.pipeline.Link;
import io.machinenative.axiom.engine.pipeline.Listener;
import io.machinenative.axiom.engine.transport.CarrierContract;
import io.machinenative.axiom.engine.transport.CarrierFixture;
import io.machinenative.axiom.engine.transport.TestServer;
import org.junit.jupiter.api.Test;

final class InprocCarrierTest extends CarrierContract {
  private static final InprocOptions SMALL_RINGS = InprocOptions.DEFAULT.withRingBytes(128 * 1024);

  @Override
  protected CarrierFixture newFixture() {
    return new CarrierFixture() {
      private InprocListener listener;

      @Override
      public Listener listen(FrameHandler handler) {
        listener = new InprocListener("inproc:contract", handler, SMALL_RINGS);
        return listener;
      }

      @Override
      public Link connect() {
        return listener.connector().connect();
      }

      @Override
      public long maxBufferedBytes() {
        return 2L * SMALL_RINGS.ringBytes();
      }

      @Override
      public void checkAfterClose() {
        assertEquals(0, listener.connectionCount());
      }
    };
  }

  @Test
  void defaultRingCarriesTheProtocolsLongestFrame() {
    try (InprocListener listener = listener(InprocOptions.DEFAULT);
        Link link = listener.connector().connect()) {
      assertEquals(WireLimits.MAX_FRAME_BYTES, link.maxFrameBytes());
    }
  }

  @Test
  void connectionsBeyondTheLimitAreClosed() {
    try (InprocListener listener = listener(new InprocOptions(1 << 14, 8, 1, 16));
        Link first = listener.connector().connect();
        Link second = listener.connector().connect()) {
      listener.poll(0);
      first.poll((buffer, offset, length) -> {});
      second.poll((buffer, offset, length) -> {});
      assertEquals(Link.State.CONNECTED, first.state());
      assertEquals(Link.State.CLOSED, second.state());
      assertEquals("closed by the server", second.closeReason());
    }
  }

  @Test
  void fullAcceptQueueRefuses() {
    try (InprocListener listener = listener(new InprocOptions(1 << 14, 2, 8, 16))) {
      listener.connector().connect();
      listener.connector().connect();
      Link third = listener.connector().connect();
      assertEquals(Link.State.CLOSED, third.state());
      assertEquals(
          "cannot connect to inproc:test: expected fewer than 2 connections waiting for the"
              + " listener",
          third.closeReason());
    }
  }

  @Test
  void closedListenerRefuses() {
    InprocListener listener = listener(InprocOptions.DEFAULT);
    Link waiting = listener.connector().connect();
    listener.close();
    waiting.poll((buffer, offset, length) -> {});
    assertEquals(Link.State.CLOSED, waiting.state());
    Link late = listener.connector().connect();
    assertEquals("cannot connect to inproc:test: the listener is closed", late.closeReason());
  }

  @Test
  void wrongSettingsAreNamed() {
    assertMessage(
        "expected ringBytes to be a power of two from 4096 to 536870912, got 5000",
        () -> InprocOptions.DEFAULT.withRingBytes(5000));
    assertMessage(
        "expected maxConnections above 0, got 0", () -> new InprocOptions(1 << 14, 1, 0, 1));
    assertMessage(
        "expected an address like inproc: or inproc:name, got 'tcp://x:1'",
        () -> new InprocListener("tcp://x:1", new TestServer(TestServer.ECHO), SMALL_RINGS));
  }

  private static InprocListener listener(InprocOptions options) {
    return new InprocListener("inproc:test", new TestServer(TestServer.ECHO), options);
  }

  private static void assertMessage(String expected, Runnable code) {
    String got = assertThrows(IllegalArgumentException.class, code::run).getMessage();
    assertTrue(got.equals(expected), got);
  }
}
