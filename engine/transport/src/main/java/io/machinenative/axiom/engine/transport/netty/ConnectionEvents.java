package io.machinenative.axiom.engine.transport.netty;

import org.agrona.DirectBuffer;

/** What a {@link TcpConnection} tells its owner, on the thread that steps the loop. */
interface ConnectionEvents {
  /** The connection is there and can be written to. */
  void onOpen(TcpConnection connection);

  /**
   * A frame came.
   *
   * @return an {@code Outcome}, as a {@code FrameHandler} answers
   */
  int onFrame(DirectBuffer buffer, int offset, int length);

  /** The stream is not one of frames; the connection is closed after this call. */
  void onMalformed(String defect);

  /** The connection failed; told once, before the end. */
  void onFault(Throwable cause);

  /**
   * The connection is over; told exactly once after {@link #onOpen}, and never from within {@code
   * close()}.
   */
  void onEnd();
}
