package io.machinenative.axiom.engine.transport;

import io.machinenative.axiom.engine.pipeline.Link;
import io.machinenative.axiom.engine.pipeline.Outcome;
import org.agrona.DirectBuffer;

/**
 * A link, and what came and went on it: frames of the {@link Pattern}, numbered from 0 in both
 * directions.
 */
public final class TestClient implements Link.Receiver {
  private final Link link;
  private long sent;
  private long received;
  private long receivedBytes;
  private Throwable failure;

  public TestClient(Link link) {
    this.link = link;
  }

  public Link link() {
    return link;
  }

  /** Sends the next frame, unless the link cannot take it now. */
  public boolean send(int length) {
    int outcome = link.claim(length);
    if (outcome == Outcome.BACK_PRESSURED) {
      return false;
    }
    if (outcome != Outcome.OK) {
      throw new AssertionError("expected the claim to be taken or back pressured, got " + outcome);
    }
    Pattern.fill(link.buffer(), link.offset(), length, sent);
    link.commit();
    sent++;
    return true;
  }

  public int poll() {
    int work = link.poll(this);
    if (failure != null) {
      throw new AssertionError("failed within a callback: " + failure.getMessage(), failure);
    }
    return work;
  }

  @Override
  public void onFrame(DirectBuffer buffer, int offset, int length) {
    try {
      Pattern.verify(buffer, offset, length, received);
      received++;
      receivedBytes += length;
    } catch (AssertionError e) {
      failure = failure == null ? e : failure;
      throw e;
    }
  }

  public long sent() {
    return sent;
  }

  public long received() {
    return received;
  }

  public long receivedBytes() {
    return receivedBytes;
  }

  public boolean isClosed() {
    return link.state() == Link.State.CLOSED;
  }
}
