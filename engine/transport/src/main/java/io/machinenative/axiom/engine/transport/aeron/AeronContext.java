package io.machinenative.axiom.engine.transport.aeron;

import java.nio.file.Path;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.NanoClock;

/**
 * How one agent reaches its media driver.
 *
 * @param directory of the driver, embedded or external
 * @param driverInvoker steps an embedded driver without threads; null when the driver has its own
 * @param clock that the agent's duty cycle reads
 * @param epochClock tells how old the driver's heartbeat is
 * @param errors takes what Aeron reports; called on the agent's thread
 */
public record AeronContext(
    Path directory,
    AgentInvoker driverInvoker,
    NanoClock clock,
    EpochClock epochClock,
    ErrorHandler errors) {

  /** A driver that runs by itself: with threads in this process, or in another process. */
  public static AeronContext of(
      Path directory, NanoClock clock, EpochClock epochClock, ErrorHandler errors) {
    return new AeronContext(directory, null, clock, epochClock, errors);
  }

  /** An embedded driver, which the agent invokes if it has no threads. */
  public static AeronContext of(EmbeddedDriver driver, NanoClock clock, ErrorHandler errors) {
    return new AeronContext(
        driver.directory(), driver.invoker(), clock, driver.epochClock(), errors);
  }
}
