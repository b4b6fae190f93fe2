package io.machinenative.axiom.benchmarks.swap;

import io.machinenative.axiom.benchmarks.rtt.IdleStrategies;
import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.engine.base.BackgroundWork;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.agrona.concurrent.IdleStrategy;

/**
 * The thread that calls: in a closed loop first, to see how much fits, then at a rate, whatever
 * comes back. When it is late it sends at once, and a latency counts from when its call was due, so
 * that no pause hides.
 *
 * <p>Any thread, after {@link #start}.
 */
final class Load {
  /** Under way at once while the capacity is measured. */
  private static final int CLOSED_IN_FLIGHT = 64;

  private static final long WARMUP_NS = TimeUnit.SECONDS.toNanos(3);
  private static final long CAPACITY_NS = TimeUnit.SECONDS.toNanos(2);
  private static final long ANSWER_NS = TimeUnit.SECONDS.toNanos(10);
  private static final int BATCH = 64;
  private static final double NS_PER_SECOND = 1e9;

  private final Supplier<AxiomClient> connect;
  private final Function<AxiomClient, NumberedCalls> callsOf;
  private final OptionalDouble givenRate;
  private final IdleStrategy idle;
  private final CompletableFuture<OptionalDouble> capacity = new CompletableFuture<>();
  private final CompletableFuture<NumberedCalls> end = new CompletableFuture<>();
  private volatile int acknowledged;
  private volatile long lagNs;
  private volatile boolean over;

  /**
   * @param connect called on the thread that calls
   * @param givenRate calls a second; empty: half of the capacity
   * @param background of the engine, which this thread shares the cores with
   */
  Load(
      Supplier<AxiomClient> connect,
      Function<AxiomClient, NumberedCalls> callsOf,
      OptionalDouble givenRate,
      BackgroundWork background) {
    this.connect = connect;
    this.callsOf = callsOf;
    this.givenRate = givenRate;
    idle = IdleStrategies.yieldThenPark(background);
  }

  void start() {
    Thread.ofPlatform().daemon().name("bench-load").start(this::run);
  }

  /**
   * Waits until calls come at a rate.
   *
   * @return how many a second fit, measured before; not measured when the rate was given
   */
  OptionalDouble awaitRate() {
    return capacity.join();
  }

  /** Calls a second that are sent. */
  double rate() {
    return givenRate.orElseGet(() -> awaitRate().orElseThrow() / 2);
  }

  /** From here on no call may be answered by an older version. */
  void acknowledge(int version) {
    acknowledged = version;
  }

  /** How late calls are sent now. */
  long lagNs() {
    return lagNs;
  }

  /** Whether it has ended, as it does by itself when something is broken. */
  boolean isOver() {
    return end.isDone();
  }

  /** Sends no more calls, waits for those in flight, and tells what became of all. */
  NumberedCalls finish() {
    over = true;
    return end.join();
  }

  private void run() {
    try (AxiomClient client = connect.get()) {
      NumberedCalls calls = callsOf.apply(client);
      capacity.complete(givenRate.isPresent() ? OptionalDouble.empty() : capacity(client, calls));
      callAtRate(client, calls);
      end.complete(calls);
    } catch (RuntimeException | Error e) {
      capacity.completeExceptionally(e);
      end.completeExceptionally(e);
    }
  }

  private OptionalDouble capacity(AxiomClient client, NumberedCalls calls) {
    callClosed(client, calls, WARMUP_NS);
    return OptionalDouble.of(callClosed(client, calls, CAPACITY_NS));
  }

  /**
   * @return calls a second
   */
  private double callClosed(AxiomClient client, NumberedCalls calls, long durationNs) {
    long before = calls.completed();
    long beganNs = System.nanoTime();
    long nowNs = beganNs;
    while (nowNs - beganNs < durationNs) {
      int work = client.poll();
      while (calls.inFlight() < CLOSED_IN_FLIGHT && calls.send(nowNs, acknowledged)) {
        work++;
      }
      idle.idle(work);
      nowNs = System.nanoTime();
    }
    double callsPerSecond = (calls.completed() - before) * NS_PER_SECOND / (nowNs - beganNs);
    drain(client, calls);
    return callsPerSecond;
  }

  private void callAtRate(AxiomClient client, NumberedCalls calls) {
    double nsPerCall = NS_PER_SECOND / rate();
    long beganNs = System.nanoTime();
    long sent = 0;
    long dueNs = beganNs;
    while (!over) {
      long nowNs = System.nanoTime();
      int work = 0;
      while (work < BATCH && dueNs - nowNs <= 0 && calls.send(dueNs, acknowledged)) {
        work++;
        sent++;
        dueNs = beganNs + (long) (sent * nsPerCall);
      }
      lagNs = Math.max(0, nowNs - dueNs);
      idle.idle(work + client.poll());
    }
    drain(client, calls);
  }

  private void drain(AxiomClient client, NumberedCalls calls) {
    long beganNs = System.nanoTime();
    while (calls.inFlight() > 0 && System.nanoTime() - beganNs < ANSWER_NS) {
      idle.idle(client.poll());
    }
    calls.giveUp();
  }
}
