package io.machinenative.axiom.engine.transport.aeron;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.aeron.logbuffer.BufferClaim;
import org.agrona.concurrent.UnsafeBuffer;

/** A client that speaks plain Aeron, and sends what it likes. */
final class Stranger implements AutoCloseable {
  private final AeronRig rig;
  private final AeronConductor conductor;
  private final Aeron aeron;
  final ExclusivePublication requests;
  final Subscription replies;

  Stranger(AeronRig rig) {
    this(rig, true);
  }

  Stranger(AeronRig rig, boolean listens) {
    this.rig = rig;
    conductor = AeronConductor.attach(AeronContext.of(rig.driver, AeronRig.CLOCK, rig.errors::add));
    aeron = conductor.aeron();
    AeronAddress server = AeronAddress.parse(rig.listener.address());
    requests = aeron.addExclusivePublication(server.channel(), server.streamId());
    String replyChannel = server.isIpc() ? "aeron:ipc" : "aeron:udp?endpoint=127.0.0.1:0";
    replies = listens ? aeron.addSubscription(replyChannel, 4242) : null;
    rig.await("the stranger reaches the server", requests::isConnected);
  }

  /** Its own, valid Hello. */
  byte[] hello() {
    rig.await("the port is known", () -> replies.tryResolveChannelEndpointPort() != null);
    return AeronRig.hello(replies.tryResolveChannelEndpointPort(), 4242);
  }

  void send(byte[] message) {
    send(message, message.length);
  }

  /** Sends the first bytes of a message. */
  void send(byte[] message, int length) {
    UnsafeBuffer buffer = new UnsafeBuffer(message);
    rig.await("room", () -> requests.offer(buffer, 0, length) > 0);
  }

  /** Sends one fragment with flags of its own. */
  void sendFragment(int length, byte flags) {
    BufferClaim claim = new BufferClaim();
    rig.await("room", () -> requests.tryClaim(length, claim) > 0);
    claim.flags(flags).commit();
  }

  void poll() {
    conductor.poll(AeronRig.CLOCK.nanoTime(), true);
  }

  @Override
  public void close() {
    conductor.close();
  }
}
