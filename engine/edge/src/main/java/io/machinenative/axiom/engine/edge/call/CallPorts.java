package io.machinenative.axiom.engine.edge.call;

import io.machinenative.axiom.codec.ErrorDecoder;
import io.machinenative.axiom.codec.HeartbeatDecoder;
import io.machinenative.axiom.codec.MessageHeaderDecoder;
import io.machinenative.axiom.codec.ProgressDecoder;
import io.machinenative.axiom.codec.RejectDecoder;
import io.machinenative.axiom.codec.ResultDecoder;
import io.machinenative.axiom.engine.pipeline.FrameHandler;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/**
 * The ports of one ingress agent, and the flyweights that read what the engine says to them. Owned
 * by the agent's thread.
 */
public final class CallPorts {
  private final FrameHandler engine;
  private final int maxMessageBytes;
  private final CallBuffers buffers = new CallBuffers();
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final ResultDecoder result = new ResultDecoder();
  private final ErrorDecoder error = new ErrorDecoder();
  private final ProgressDecoder progress = new ProgressDecoder();
  private final HeartbeatDecoder heartbeat = new HeartbeatDecoder();
  private final RejectDecoder reject = new RejectDecoder();
  private final List<CallPort> closing = new ArrayList<>();

  /**
   * @param engine gets the requests, on the thread that calls
   * @param maxMessageBytes longest request and reply
   */
  public CallPorts(FrameHandler engine, int maxMessageBytes) {
    this.engine = engine;
    this.maxMessageBytes = maxMessageBytes;
  }

  /**
   * A port for a client.
   *
   * @param description of the other side, for errors
   * @param clientName as tools see it
   */
  public CallPort port(String description, String clientName) {
    return new CallPort(engine, buffers, this, maxMessageBytes, description, clientName);
  }

  /**
   * Tells the engine of the ports that it closed. Once per duty cycle, from outside of its
   * callbacks.
   *
   * @return how many
   */
  public int finishClosing() {
    int count = closing.size();
    for (int i = count - 1; i >= 0; i--) {
      closing.remove(i).finish();
    }
    return count;
  }

  void onClosing(CallPort port) {
    closing.add(port);
  }

  int templateId(DirectBuffer frame) {
    return header.wrap(frame, 0).templateId();
  }

  ResultDecoder result(DirectBuffer frame) {
    return result.wrapAndApplyHeader(frame, 0, header);
  }

  ErrorDecoder error(DirectBuffer frame) {
    return error.wrapAndApplyHeader(frame, 0, header);
  }

  ProgressDecoder progress(DirectBuffer frame) {
    return progress.wrapAndApplyHeader(frame, 0, header);
  }

  HeartbeatDecoder heartbeat(DirectBuffer frame) {
    return heartbeat.wrapAndApplyHeader(frame, 0, header);
  }

  RejectDecoder reject(DirectBuffer frame) {
    return reject.wrapAndApplyHeader(frame, 0, header);
  }
}
