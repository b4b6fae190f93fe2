package io.machinenative.axiom.engine.gateway.call;

import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.config.UpstreamConfig;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.NanoClock;

/** Lets so many calls to a server at once, and none while its breaker is open. Any thread. */
public final class Admission {
  private static final int RETRY_MS = 50;

  private final String name;
  private final int limit;
  private final Semaphore places;
  private final Breaker breaker;
  private final Figures figures;
  private final NanoClock clock;

  public Admission(UpstreamConfig config, Figures figures, NanoClock clock) {
    this.name = config.name();
    this.limit = config.concurrency();
    this.places = new Semaphore(limit);
    this.breaker = new Breaker(config.breaker(), clock);
    this.figures = figures;
    this.clock = clock;
  }

  public Breaker breaker() {
    return breaker;
  }

  /**
   * Lets a call in.
   *
   * @throws ToolException OVERLOADED when there are too many, UNAVAILABLE while the breaker is open
   */
  Ticket enter() {
    if (!places.tryAcquire()) {
      figures.refused();
      throw new ToolException(
          Status.OVERLOADED, "upstream " + name + " has " + limit + " calls in flight", RETRY_MS);
    }
    long leftNs = breaker.tryEnter();
    if (leftNs != Breaker.ENTERED) {
      places.release();
      figures.refused();
      throw new ToolException(
          Status.UNAVAILABLE,
          "upstream " + name + " kept failing and is left alone for a while",
          (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(leftNs)));
    }
    figures.began();
    return new Ticket();
  }

  /** A call that was let in. Used by one thread at a time. */
  final class Ticket implements AutoCloseable {
    private final long startedNs = clock.nanoTime();
    private boolean decided;

    long startedNs() {
      return startedNs;
    }

    /** The server answered. */
    void answered() {
      decided = true;
      breaker.succeeded();
      figures.answered(clock.nanoTime() - startedNs);
    }

    /** The server failed. */
    void failed() {
      decided = true;
      breaker.failed();
      figures.failed();
    }

    @Override
    public void close() {
      if (!decided) {
        breaker.undecided();
      }
      figures.ended();
      places.release();
    }
  }
}
