package io.machinenative.axiom.engine.transport.aeron;

import io.aeron.Aeron;
import io.aeron.Image;
import io.aeron.Subscription;
import io.aeron.exceptions.AeronException;
import io.machinenative.axiom.engine.pipeline.FrameHandler;
import io.machinenative.axiom.engine.pipeline.Listener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.status.CountersReader;

/**
 * A server's end of Aeron at one address: the subscription to which all clients send, and a {@link
 * AeronPeer} for each.
 *
 * <p>Owned and polled by one ingress agent, whose {@link AeronConductor} it shares with the agent's
 * other listeners. Allocates only when a client comes or goes.
 */
public final class AeronListener implements Listener {
  private static final long OPEN_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(5);

  /** How long {@link #close} waits for the driver to send what was committed. */
  private static final long CLOSE_LINGER_NS = TimeUnit.MILLISECONDS.toNanos(250);

  private static final long REOPEN_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);

  private static final long NONE = Long.MIN_VALUE;

  private final AeronConductor conductor;
  private final AeronAddress bound;
  private final AeronListenerOptions options;
  private final FrameHandler handler;
  private final RefusalHandler refusals;
  private final ResponseAddress responseAddress;
  private final List<AeronPeer> peers = new ArrayList<>();
  private Subscription subscription;
  private long subscriptionId = NONE;
  private long reopenNs;
  private int first;
  private long checkNs;
  private long nowNs;
  private boolean opening;
  private boolean closed;

  /**
   * Opens the address, and waits until it is open: for up to 5 s.
   *
   * @throws IllegalStateException when it cannot be opened, as when the port is in use
   */
  public AeronListener(
      AeronConductor conductor,
      AeronAddress address,
      AeronListenerOptions options,
      FrameHandler handler,
      RefusalHandler refusals) {
    this.conductor = conductor;
    this.options = options;
    this.handler = handler;
    this.refusals = refusals;
    responseAddress = new ResponseAddress(address.streamId(), options.anyResponseHost());
    nowNs = conductor.context().clock().nanoTime();
    checkNs = nowNs;
    reopenNs = nowNs;
    bound = open(address);
  }

  private AeronAddress open(AeronAddress address) {
    try {
      subscribe(address);
      conductor.await(
          () -> subscribed() && subscription.tryResolveChannelEndpointPort() != null,
          OPEN_TIMEOUT_NS);
    } catch (AeronException e) {
      throw new IllegalStateException("cannot listen at " + address + ": " + e.getMessage(), e);
    }
    String channel = subscription == null ? null : subscription.tryResolveChannelEndpointPort();
    if (channel == null) {
      throw new IllegalStateException(
          "cannot listen at " + address + ": the media driver does not answer");
    }
    return address.withChannel(channel);
  }

  private void subscribe(AeronAddress address) {
    subscriptionId =
        conductor
            .aeron()
            .asyncAddSubscription(
                address.channel(), address.streamId(), this::onAvailableImage, null);
  }

  private boolean subscribed() {
    if (subscriptionId != NONE) {
      Subscription added = conductor.aeron().getSubscription(subscriptionId);
      if (added == null) {
        return false;
      }
      subscription = added;
      subscriptionId = NONE;
    }
    return true;
  }

  private void onAvailableImage(Image image) {
    if (closed) {
      return;
    }
    if (peers.size() < options.maxConnections()) {
      peers.add(new AeronPeer(image, handler, refusals, responseAddress, options, nowNs));
    } else {
      refusals.onRefused(
          image.sourceIdentity(), "there are " + peers.size() + " connections already");
    }
  }

  @Override
  public int poll(long nowNs) {
    if (closed) {
      return 0;
    }
    this.nowNs = nowNs;
    int work = conductor.poll(nowNs, opening || subscriptionId != NONE);
    boolean check = nowNs - checkNs >= 0;
    if (check) {
      checkNs = nowNs + AeronConductor.INTERVAL_NS;
      if (subscription.isClosed() && !conductor.isLost()) {
        work += reopen();
      }
    }
    return work + pollPeers(nowNs, check);
  }

  /** Subscribes again after the connection to the driver was lost, and with it all clients. */
  private int reopen() {
    try {
      if (subscriptionId != NONE) {
        return subscribed() ? 1 : 0;
      }
      if (nowNs - reopenNs >= 0) {
        reopenNs = nowNs + REOPEN_INTERVAL_NS;
        subscribe(bound);
      }
    } catch (AeronException e) {
      subscriptionId = NONE;
      conductor.context().errors().onError(e);
    }
    return 0;
  }

  private int pollPeers(long nowNs, boolean check) {
    Aeron aeron = conductor.aeron();
    int count = peers.size();
    int work = 0;
    boolean anyOpening = false;
    boolean anyOver = false;
    first = first + 1 < count ? first + 1 : 0;
    for (int i = 0; i < count; i++) {
      int index = first + i;
      AeronPeer peer = peers.get(index < count ? index : index - count);
      work += peer.poll(aeron, nowNs, check);
      anyOpening |= peer.isOpening();
      anyOver |= peer.isOver();
    }
    opening = anyOpening;
    if (anyOver) {
      removeOver();
    }
    return work;
  }

  private void removeOver() {
    for (int i = peers.size() - 1; i >= 0; i--) {
      if (peers.get(i).isOver()) {
        peers.remove(i);
      }
    }
  }

  @Override
  public String address() {
    return bound.uri();
  }

  /** Clients that are connected or about to be. For tests and metrics; the listener's thread. */
  int peerCount() {
    return peers.size();
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    conductor.await(this::allSent, CLOSE_LINGER_NS);
    for (int i = 0; i < peers.size(); i++) {
      peers.get(i).end(conductor.aeron());
    }
    peers.clear();
    if (subscription != null) {
      subscription.close();
    }
  }

  private boolean allSent() {
    if (conductor.isLost()) {
      return true;
    }
    CountersReader counters = conductor.aeron().countersReader();
    for (int i = 0; i < peers.size(); i++) {
      if (!peers.get(i).isSent(counters)) {
        return false;
      }
    }
    return true;
  }
}
