package io.machinenative.axiom.engine.transport.aeron;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.machinenative.axiom.engine.pipeline.FrameHandler;
import io.machinenative.axiom.engine.pipeline.Link;
import io.machinenative.axiom.engine.pipeline.Listener;
import io.machinenative.axiom.engine.pipeline.Outcome;
import io.machinenative.axiom.engine.pipeline.Peer;
import io.machinenative.axiom.engine.pipeline.Session;
import io.machinenative.axiom.engine.transport.CarrierContract;
import io.machinenative.axiom.engine.transport.CarrierFixture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.IoUtil;
import org.agrona.MutableDirectBuffer;

/**
 * Aeron for the contract of carriers, which knows no Hello: it is sent and answered here, and a
 * link counts as connected once the server has answered.
 */
final class AeronFixture implements CarrierFixture {
  /** Shorter than any frame of the contract. */
  private static final int WELCOME_BYTES = 8;

  private final String address;
  private final Path directory = AeronRig.newDirectory();
  private final List<Throwable> errors = new ArrayList<>();
  private final EmbeddedDriver driver;
  private final AeronConductor conductor;
  private AeronListener listener;

  AeronFixture(String address) {
    this.address = address;
    driver =
        EmbeddedDriver.launch(
            AeronRig.driverOptions(directory, errors::add)
                .withTermBytes(DriverOptions.MIN_TERM_BYTES));
    conductor = AeronConductor.connect(AeronContext.of(driver, AeronRig.CLOCK, errors::add));
  }

  @Override
  public Listener listen(FrameHandler handler) {
    listener =
        new AeronListener(
            conductor,
            AeronAddress.parse(address),
            AeronListenerOptions.DEFAULT,
            new HelloTaker(handler),
            (source, reason) -> errors.add(new AssertionError(source + " refused: " + reason)));
    return listener;
  }

  @Override
  public Link connect() {
    AeronLinkOptions options =
        AeronLinkOptions.of(directory, AeronRig.driverOptions(directory, errors::add));
    return new HelloLink(
        new AeronLink(
            AeronAddress.parse(listener.address()), options, AeronRig.CLOCK, errors::add));
  }

  @Override
  public void step() {
    driver.invoker().invoke();
  }

  @Override
  public int manyConnections() {
    return 20;
  }

  @Override
  public long maxBufferedBytes() {
    // the window is half a term on each side, and the header of the shortest fragments weighs as
    // much as they do
    return 2L * DriverOptions.MIN_TERM_BYTES;
  }

  @Override
  public void checkAfterClose() {
    assertEquals(0, listener.peerCount());
    errors.removeIf(e -> e instanceof AssertionError && e.getMessage().startsWith("failed within"));
    errors.removeIf(e -> CarrierContract.ON_PURPOSE.equals(e.getMessage()));
    assertEquals(List.of(), errors);
  }

  @Override
  public void close() {
    conductor.close();
    driver.close();
    IoUtil.delete(directory.toFile(), true);
    IoUtil.delete(directory.resolveSibling(directory.getFileName() + ".lock").toFile(), true);
  }

  /** Takes and answers each connection's Hello. */
  private record HelloTaker(FrameHandler handler, Map<Session, Peer> waiting)
      implements FrameHandler {
    HelloTaker(FrameHandler handler) {
      this(handler, new IdentityHashMap<>());
    }

    @Override
    public Session onConnect(Peer peer) {
      Session session = handler.onConnect(peer);
      waiting.put(session, peer);
      return session;
    }

    @Override
    public int onFrame(Session session, DirectBuffer buffer, int offset, int length) {
      Peer peer = waiting.get(session);
      if (peer == null) {
        return handler.onFrame(session, buffer, offset, length);
      }
      int outcome = peer.claim(WELCOME_BYTES);
      if (outcome == Outcome.OK) {
        peer.commit();
        waiting.remove(session);
      }
      return outcome;
    }

    @Override
    public void onMalformed(Session session, String defect) {
      handler.onMalformed(session, defect);
    }

    @Override
    public void onDisconnect(Session session) {
      waiting.remove(session);
      handler.onDisconnect(session);
    }
  }

  /** Says Hello, and is connected once that was answered. */
  private static final class HelloLink implements Link {
    private final AeronLink link;
    private boolean sent;
    private boolean welcome;

    HelloLink(AeronLink link) {
      this.link = link;
    }

    @Override
    public State state() {
      return link.state() == State.CONNECTED && !welcome ? State.CONNECTING : link.state();
    }

    @Override
    public int poll(Receiver receiver) {
      if (link.state() == State.CONNECTED && !sent) {
        sayHello();
      }
      return link.poll((buffer, offset, length) -> {
        if (welcome) {
          receiver.onFrame(buffer, offset, length);
        } else {
          welcome = length == WELCOME_BYTES;
        }
      });
    }

    private void sayHello() {
      byte[] hello = AeronRig.hello(link.responseChannel(), link.responseStreamId());
      if (link.claim(hello.length) == Outcome.OK) {
        link.buffer().putBytes(link.offset(), hello);
        link.commit();
        sent = true;
      }
    }

    @Override
    public String closeReason() {
      return link.closeReason();
    }

    @Override
    public int claim(int length) {
      return state() == State.CONNECTING ? Outcome.BACK_PRESSURED : link.claim(length);
    }

    @Override
    public MutableDirectBuffer buffer() {
      return link.buffer();
    }

    @Override
    public int offset() {
      return link.offset();
    }

    @Override
    public void commit() {
      link.commit();
    }

    @Override
    public void abort() {
      link.abort();
    }

    @Override
    public int maxFrameBytes() {
      return link.maxFrameBytes();
    }

    @Override
    public void close() {
      link.close();
    }
  }
}
