package io.machinenative.axiom.client;

import java.util.concurrent.BlockingQueue;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;

/**
 * The owner's thread steps the client: while it waits for a call, and when it polls. No other
 * thread may use it.
 */
final class InvokerDrive implements Drive {
  private final ClientAgent agent;
  private final IdleStrategy idle;
  private final Thread owner;
  private boolean stepping;
  private boolean terminated;

  InvokerDrive(ClientAgent agent, IdleStrategy idle, Thread owner) {
    this.agent = agent;
    this.idle = idle;
    this.owner = owner;
  }

  @Override
  public void submit(PendingCall<?> call) {
    checkOwner();
    agent.submit(call);
  }

  @Override
  public void await(PendingCall<?> call) throws InterruptedException {
    idle.reset();
    while (!call.hasOutcome()) {
      int work = step();
      if (call.hasOutcome()) {
        return;
      }
      idle.idle(work);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  @Override
  public void subscribe(Subscription subscription) {
    checkOwner();
    agent.subscribe(subscription);
  }

  @Override
  public <T> T take(BlockingQueue<T> queue, NanoClock clock, long timeoutNs)
      throws InterruptedException {
    long beganNs = clock.nanoTime();
    idle.reset();
    T taken = queue.poll();
    while (taken == null && clock.nanoTime() - beganNs < timeoutNs) {
      idle.idle(step());
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      taken = queue.poll();
    }
    return taken;
  }

  @Override
  public void cancel(PendingCall<?> call) {
    agent.cancel(call);
  }

  @Override
  public int step() {
    checkOwner();
    if (terminated) {
      return 0;
    }
    if (stepping) {
      throw new IllegalStateException(
          "a client cannot be stepped, nor make a blocking call, from within its own callbacks");
    }
    stepping = true;
    try {
      return agent.doWork();
    } catch (AgentTerminationException e) {
      terminate();
      return 1;
    } finally {
      stepping = false;
    }
  }

  private void terminate() {
    terminated = true;
    agent.onClose();
  }

  @Override
  public void checkOwner() {
    Thread caller = Thread.currentThread();
    if (caller != owner) {
      throw new IllegalStateException("expected the client's owner " + owner + ", got " + caller);
    }
  }

  @Override
  public void close(long drainNs) {
    checkOwner();
    agent.close(drainNs);
    if (stepping) {
      // From within a callback: the duty cycles to come end it.
      return;
    }
    idle.reset();
    while (!terminated) {
      idle.idle(step());
    }
  }
}
