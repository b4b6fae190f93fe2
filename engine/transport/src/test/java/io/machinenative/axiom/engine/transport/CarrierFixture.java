package io.machinenative.axiom.engine.transport;

import io.machinenative.axiom.engine.pipeline.FrameHandler;
import io.machinenative.axiom.engine.pipeline.Link;
import io.machinenative.axiom.engine.pipeline.Listener;

/**
 * What a carrier brings to the {@link CarrierContract}. Everything runs on the thread of the test.
 */
public interface CarrierFixture extends AutoCloseable {
  /** Opens the server side; called once, before any {@link #connect()}. */
  Listener listen(FrameHandler handler);

  /**
   * Makes a link to the listener, which may still be connecting; {@link Link#poll} goes on with it.
   */
  Link connect();

  /** Steps once what neither the listener nor a link polls, such as a media driver. */
  default void step() {}

  /** How many connections the contract opens at once. */
  default int manyConnections() {
    return 200;
  }

  /**
   * Most bytes that a connection may take in before back pressure stops it, both sides' buffers
   * included.
   */
  default long maxBufferedBytes() {
    return 64L << 20;
  }

  /** Checks, after everything was closed, that nothing leaked and no error was counted. */
  default void checkAfterClose() {}

  /** Frees what {@link #listen} did not return; the listener and the links are closed already. */
  @Override
  default void close() {}
}
