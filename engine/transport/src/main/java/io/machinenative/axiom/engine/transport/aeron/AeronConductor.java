package io.machinenative.axiom.engine.transport.aeron;

import io.aeron.Aeron;
import io.aeron.exceptions.AeronException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.AgentTerminationException;

/**
 * The one Aeron client of an agent, which runs on the agent's thread: no thread is made. The
 * agent's carriers share it.
 *
 * <p>Aeron gives a client up that does not run for the driver's client liveness timeout (a stopped
 * process, a tool that blocks the thread); its streams are closed then. The conductor connects
 * again, and the carriers open theirs anew.
 *
 * <p>Owned by one thread. Allocates nothing while nothing comes or goes.
 */
public final class AeronConductor implements AutoCloseable {
  /**
   * The driver's messages (streams that come and go) are looked at so often, or at once while one
   * is awaited.
   */
  static final long INTERVAL_NS = TimeUnit.MICROSECONDS.toNanos(500);

  private static final long RECONNECT_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);

  /**
   * A driver that was not heard of for so long is given up, and with it all connections through it.
   */
  private static final long DRIVER_TIMEOUT_MS = 5_000;

  /** Longer than the interval of any driver's heartbeat. */
  private static final long HEARTBEAT_WAIT_NS = TimeUnit.MILLISECONDS.toNanos(1_500);

  private final AeronContext context;
  private final boolean reconnects;
  private Aeron aeron;
  private AgentInvoker client;
  private long dueNs;
  private long reconnectNs;

  private AeronConductor(AeronContext context, boolean reconnects) {
    this.context = context;
    this.reconnects = reconnects;
    dueNs = context.clock().nanoTime();
    reconnectNs = dueNs;
    connect();
  }

  /**
   * Connects to the media driver. Waits for up to 1.5 s when the driver's process cannot be seen,
   * which is so in another container, until its heart beats.
   *
   * @throws IllegalStateException when no driver serves the directory; the message says what was
   *     found
   */
  public static AeronConductor connect(AeronContext context) {
    DriverDirectory.Status status = inspect(context);
    long deadlineNs = context.clock().nanoTime() + HEARTBEAT_WAIT_NS;
    long heartbeatMs = status.heartbeatMs();
    while (status.state() == DriverDirectory.State.KILLED
        && status.heartbeatMs() == heartbeatMs
        && context.clock().nanoTime() - deadlineNs < 0) {
      Thread.yield();
      status = inspect(context);
    }
    if (!status.isAlive() && status.heartbeatMs() == heartbeatMs) {
      throw new IllegalStateException(
          "no media driver serves "
              + context.directory()
              + ": "
              + status.finding()
              + ". Start one there, or embed one");
    }
    return new AeronConductor(context, true);
  }

  /** Connects once to a driver of which the caller knows that it is alive. */
  static AeronConductor attach(AeronContext context) {
    return new AeronConductor(context, false);
  }

  private static DriverDirectory.Status inspect(AeronContext context) {
    return DriverDirectory.inspect(context.directory(), context.epochClock());
  }

  private void connect() {
    aeron =
        Aeron.connect(
            new Aeron.Context()
                .aeronDirectoryName(context.directory().toString())
                .useConductorAgentInvoker(true)
                .driverAgentInvoker(context.driverInvoker())
                .driverTimeoutMs(DRIVER_TIMEOUT_MS)
                .errorHandler(this::onError));
    client = aeron.conductorAgentInvoker();
  }

  /** A termination follows an error that was told already. */
  private void onError(Throwable error) {
    if (!(error instanceof AgentTerminationException)) {
      context.errors().onError(error);
    }
  }

  /**
   * Lets Aeron do its housekeeping, and steps a driver that has no threads.
   *
   * @param nowNs of the duty cycle
   * @param eager whether an answer of the driver is awaited
   */
  int poll(long nowNs, boolean eager) {
    int work = context.driverInvoker() == null ? 0 : context.driverInvoker().invoke();
    if (eager || nowNs - dueNs >= 0) {
      dueNs = nowNs + INTERVAL_NS;
      work += client.invoke();
      if (aeron.isClosed() && reconnects) {
        reconnect(nowNs);
      }
    }
    return work;
  }

  private void reconnect(long nowNs) {
    if (nowNs - reconnectNs < 0) {
      return;
    }
    reconnectNs = nowNs + RECONNECT_INTERVAL_NS;
    try {
      DriverDirectory.Status status = inspect(context);
      long silentMs = context.epochClock().time() - status.heartbeatMs();
      // with an older heartbeat Aeron would block this thread until the next one
      if (status.isAlive() && silentMs < DRIVER_TIMEOUT_MS / 2) {
        connect();
      }
    } catch (AeronException e) {
      context.errors().onError(e);
    }
  }

  /**
   * Steps until {@code condition} holds or {@code timeoutNs} have passed: for start and stop, never
   * in a duty cycle.
   */
  boolean await(BooleanSupplier condition, long timeoutNs) {
    long deadlineNs = context.clock().nanoTime() + timeoutNs;
    while (!condition.getAsBoolean()) {
      long nowNs = context.clock().nanoTime();
      if (nowNs - deadlineNs >= 0) {
        return false;
      }
      poll(nowNs, true);
      Thread.yield();
    }
    return true;
  }

  Aeron aeron() {
    return aeron;
  }

  AeronContext context() {
    return context;
  }

  /** Whether the connection to the driver is lost, for now. */
  boolean isLost() {
    return aeron.isClosed();
  }

  /** Ends the client and its streams. Close the carriers first. */
  @Override
  public void close() {
    aeron.close();
    if (context.driverInvoker() != null) {
      context.driverInvoker().invoke();
    }
  }
}
