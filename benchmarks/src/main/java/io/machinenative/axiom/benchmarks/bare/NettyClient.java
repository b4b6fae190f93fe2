package io.machinenative.axiom.benchmarks.bare;

import io.machinenative.axiom.benchmarks.rtt.IdleStrategies;
import io.machinenative.axiom.benchmarks.rtt.PolledLoop;
import io.machinenative.axiom.benchmarks.rtt.RoundTrips;
import io.machinenative.axiom.benchmarks.rtt.RttClient;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.IdleStrategy;

/**
 * The calling half of {@link NettyEcho}, connected: steps its loop, or waits while the loop's
 * thread works.
 */
final class NettyClient implements RttClient {
  private final EchoLoop loop;
  private final CallHandler handler;
  private final IdleStrategy idle = IdleStrategies.yieldThenPark();

  NettyClient(EchoLoop loop, CallHandler handler) {
    this.loop = loop;
    this.handler = handler;
  }

  @Override
  public void run(RoundTrips trips, long durationNs) throws Exception {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    if (loop.steppedByCaller()) {
      handler.start(trips, durationNs, ended);
      while (!ended.isDone()) {
        int work = loop.step();
        if (work == 0) {
          PolledLoop.requireReplies(trips);
        }
        idle.idle(work);
      }
      ended.get();
    } else {
      loop.group().execute(() -> handler.start(trips, durationNs, ended));
      ended.get(durationNs + REPLY_TIMEOUT_NS, TimeUnit.NANOSECONDS);
    }
  }

  @Override
  public void keepAlive() {
    if (loop.steppedByCaller()) {
      loop.step();
    }
  }

  @Override
  public void close() {
    loop.close();
  }
}
