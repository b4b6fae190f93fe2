package io.machinenative.axiom.client;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;

/** A thread steps the client; other threads hand calls over and wait. Any thread may use it. */
final class DedicatedDrive implements Drive {
  /** Beyond the time for calls in flight: a client that does not end by then is interrupted. */
  private static final long CLOSE_MARGIN_NS = TimeUnit.SECONDS.toNanos(2);

  private final ClientAgent agent;
  private final WaitingIdleStrategy idle;
  private final AgentRunner runner;

  /**
   * @param idle woken up by those who hand over; used by the thread unless another one is given
   * @param ownIdle the one to use; null for {@code idle}
   */
  DedicatedDrive(
      ClientAgent agent,
      WaitingIdleStrategy idle,
      IdleStrategy ownIdle,
      ThreadFactory threads,
      Consumer<Throwable> onException) {
    this.agent = agent;
    this.idle = idle;
    runner =
        new AgentRunner(
            ownIdle != null ? ownIdle : idle,
            thrown -> {
              // The agent's own way to end its thread is no failure.
              if (!(thrown instanceof AgentTerminationException)) {
                agent.onException(thrown);
                onException.accept(thrown);
              }
            },
            null,
            agent);
    AgentRunner.startOnThread(runner, threads);
  }

  @Override
  public void submit(PendingCall<?> call) {
    agent.submit(call);
    idle.wakeup();
  }

  @Override
  public void await(PendingCall<?> call) throws InterruptedException {
    if (Thread.currentThread() == runner.thread()) {
      throw new IllegalStateException(
          "a blocking call from a callback on the client's own thread would never end");
    }
    call.await();
  }

  @Override
  public void subscribe(Subscription subscription) {
    agent.subscribe(subscription);
    idle.wakeup();
  }

  @Override
  public <T> T take(BlockingQueue<T> queue, NanoClock clock, long timeoutNs)
      throws InterruptedException {
    return queue.poll(timeoutNs, TimeUnit.NANOSECONDS);
  }

  @Override
  public void cancel(PendingCall<?> call) {
    agent.cancel(call);
    idle.wakeup();
  }

  @Override
  public int step() {
    checkOwner();
    return 0;
  }

  @Override
  public void checkOwner() {
    throw new IllegalStateException(
        "expected a client with mount INVOKER, got one that " + runner.thread() + " steps");
  }

  @Override
  public void close(long drainNs) {
    agent.close(drainNs);
    idle.wakeup();
    if (Thread.currentThread() == runner.thread()) {
      return;
    }
    try {
      agent.awaitTermination(drainNs + CLOSE_MARGIN_NS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    runner.close();
  }
}
