package io.machinenative.axiom.engine.transport.aeron;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.ExclusivePublication;
import io.aeron.Image;
import io.aeron.Subscription;
import io.aeron.exceptions.AeronException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.NanoClock;

/**
 * How a link gets to its server, a step with each poll, and what it holds after that.
 *
 * <pre>
 *  ATTACH ──► LISTEN ──► CALL ──► AWAIT ──► done
 *  a driver   replies    requests  the server's subscription
 * </pre>
 *
 * <p>Owned by the link's thread. Allocates.
 */
final class LinkOpening implements AutoCloseable {
  /** A driver whose process cannot be seen is looked at so often, for a heartbeat. */
  private static final long ATTACH_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(20);

  /** Response streams of IPC clients begin here, apart from the streams of servers. */
  private static final int RESPONSE_STREAM_BASE = 0x4000_0000;

  private static final int RESPONSE_STREAM_MASK = RESPONSE_STREAM_BASE - 1;

  private enum Step {
    ATTACH,
    LISTEN,
    CALL,
    AWAIT
  }

  private final AeronAddress address;
  private final AeronLinkOptions options;
  private final NanoClock clock;
  private final ErrorHandler errors;
  private final long deadlineNs;
  private Step step = Step.ATTACH;
  private long attachNs;
  private long heartbeatMs;
  private String finding = "nothing was tried";
  private EmbeddedDriver ownDriver;
  private AeronConductor conductor;
  private long subscriptionId;
  private long publicationId;
  private Subscription subscription;
  private ExclusivePublication publication;
  private Image image;
  private String responseChannel = "";
  private int responseStreamId;

  LinkOpening(
      AeronAddress address, AeronLinkOptions options, NanoClock clock, ErrorHandler errors) {
    this.address = address;
    this.options = options;
    this.clock = clock;
    this.errors = errors;
    attachNs = clock.nanoTime();
    deadlineNs = attachNs + options.connectTimeoutNs();
  }

  /**
   * Goes one step on.
   *
   * @return whether the server is reached
   * @throws AeronException or IllegalStateException when it cannot be; the message says why
   */
  boolean advance(long nowNs) {
    if (conductor != null) {
      conductor.poll(nowNs, true);
      if (conductor.isLost()) {
        throw new IllegalStateException("the media driver is gone");
      }
    }
    switch (step) {
      case ATTACH -> attach(nowNs);
      case LISTEN -> listen();
      case CALL -> call();
      case AWAIT -> finding = "no server listens at " + address;
    }
    if (step == Step.AWAIT && publication.isConnected()) {
      return true;
    }
    if (nowNs - deadlineNs >= 0) {
      throw new IllegalStateException(
          "not connected within "
              + TimeUnit.NANOSECONDS.toMillis(options.connectTimeoutNs())
              + " ms: "
              + finding);
    }
    return false;
  }

  private void attach(long nowNs) {
    if (nowNs - attachNs < 0) {
      return;
    }
    attachNs = nowNs + ATTACH_INTERVAL_NS;
    DriverDirectory.Status status =
        DriverDirectory.inspect(options.directory(), options.driver().epochClock());
    boolean beats = heartbeatMs != 0 && status.heartbeatMs() != heartbeatMs;
    heartbeatMs = status.heartbeatMs();
    if (status.isAlive() || beats) {
      begin(AeronContext.of(options.directory(), clock, options.driver().epochClock(), errors));
    } else if (!address.isIpc()) {
      ownDriver = EmbeddedDriver.launchPrivate(options.driver());
      begin(AeronContext.of(ownDriver, clock, errors));
    } else {
      finding = "no server shares memory through " + options.directory() + ": " + status.finding();
    }
  }

  private void begin(AeronContext context) {
    conductor = AeronConductor.attach(context);
    Aeron aeron = conductor.aeron();
    // the driver numbers its clients, so no two clients of one driver listen on one stream
    responseStreamId = RESPONSE_STREAM_BASE | ((int) aeron.clientId() & RESPONSE_STREAM_MASK);
    String listenChannel =
        address.isIpc() ? CommonContext.IPC_CHANNEL : ResponseAddress.udpChannel(ownHost(), 0);
    subscriptionId =
        aeron.asyncAddSubscription(listenChannel, responseStreamId, this::onAvailableImage, null);
    step = Step.LISTEN;
  }

  /** The address of this host from which the server is reached: what the system would send from. */
  private InetAddress ownHost() {
    String endpoint = address.endpoint();
    int colon = endpoint.lastIndexOf(':');
    if (colon <= 0) {
      throw new IllegalArgumentException("expected HOST:PORT as endpoint, got " + endpoint);
    }
    String host = endpoint.substring(0, colon);
    try (DatagramChannel probe = DatagramChannel.open()) {
      // connecting a datagram socket sends nothing
      probe.connect(new InetSocketAddress(host, Integer.parseInt(endpoint.substring(colon + 1))));
      return ((InetSocketAddress) probe.getLocalAddress()).getAddress();
    } catch (IOException | RuntimeException e) {
      throw new IllegalStateException("no way to " + endpoint + ": " + e, e);
    }
  }

  /** The first stream of replies counts; another one is a stranger's. */
  private void onAvailableImage(Image available) {
    if (image == null) {
      image = available;
    }
  }

  private void listen() {
    finding = "the media driver does not answer";
    if (subscription == null) {
      subscription = conductor.aeron().getSubscription(subscriptionId);
    }
    String resolved = subscription == null ? null : subscription.tryResolveChannelEndpointPort();
    if (resolved != null) {
      responseChannel = resolved;
      publicationId =
          conductor.aeron().asyncAddExclusivePublication(address.channel(), address.streamId());
      step = Step.CALL;
    }
  }

  private void call() {
    publication = conductor.aeron().getExclusivePublication(publicationId);
    if (publication != null) {
      step = Step.AWAIT;
    }
  }

  AeronConductor conductor() {
    return conductor;
  }

  ExclusivePublication publication() {
    return publication;
  }

  /** The stream of replies; null before the server has opened it. */
  Image image() {
    return image;
  }

  String responseChannel() {
    return responseChannel;
  }

  int responseStreamId() {
    return responseStreamId;
  }

  /** Whether this link embeds a media driver, which ends with it. */
  boolean ownsDriver() {
    return ownDriver != null;
  }

  @Override
  public void close() {
    image = null;
    CloseHelper.closeAll(conductor, ownDriver);
  }
}
