package io.machinenative.axiom.engine.transport.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.machinenative.axiom.engine.pipeline.FrameHandler;
import io.machinenative.axiom.engine.pipeline.Link;
import io.machinenative.axiom.engine.pipeline.Listener;
import io.machinenative.axiom.engine.transport.CarrierFixture;

/** TCP on the loopback interface. */
final class TcpFixture implements CarrierFixture {
  private final TcpOptions options;
  private final RecordedFaults faults = new RecordedFaults();
  private TcpListener listener;

  TcpFixture(TcpOptions options) {
    this.options = options;
  }

  RecordedFaults faults() {
    return faults;
  }

  @Override
  public Listener listen(FrameHandler handler) {
    listener = new TcpListener("tcp://127.0.0.1:0", handler, options, faults);
    return listener;
  }

  @Override
  public Link connect() {
    return new TcpLink(listener.address(), options);
  }

  @Override
  public void checkAfterClose() {
    assertEquals(0, listener.connectionCount());
    assertEquals(0, faults.acceptFaultCount());
    faults.assertOnlySocketFaults();
  }
}
