package io.machinenative.axiom.benchmarks.bare;

import io.aeron.ExclusivePublication;
import io.aeron.FragmentAssembler;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.logbuffer.BufferClaim;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.Agent;

/** Copies each request into a claimed reply, on the thread that polls. Allocates nothing. */
final class AeronEcho implements Agent, FragmentHandler {
  private static final int FRAGMENT_LIMIT = 64;

  private final Subscription requests;
  private final ExclusivePublication replies;
  private final BufferClaim claim = new BufferClaim();
  private final FragmentHandler assembler = new FragmentAssembler(this);

  AeronEcho(Subscription requests, ExclusivePublication replies) {
    this.requests = requests;
    this.replies = replies;
  }

  @Override
  public int doWork() {
    return requests.poll(assembler, FRAGMENT_LIMIT);
  }

  @Override
  public void onFragment(DirectBuffer buffer, int offset, int length, Header header) {
    while (true) {
      long position = trySend(buffer, offset, length);
      if (position > 0 || position == Publication.NOT_CONNECTED || position == Publication.CLOSED) {
        return;
      }
      if (position == Publication.MAX_POSITION_EXCEEDED) {
        throw new IllegalStateException("the reply stream is used up");
      }
      Thread.yield();
    }
  }

  private long trySend(DirectBuffer buffer, int offset, int length) {
    if (length > replies.maxPayloadLength()) {
      return replies.offer(buffer, offset, length);
    }
    long position = replies.tryClaim(length, claim);
    if (position > 0) {
      claim.buffer().putBytes(claim.offset(), buffer, offset, length);
      claim.commit();
    }
    return position;
  }

  @Override
  public String roleName() {
    return "aeron-echo";
  }
}
