package io.machinenative.axiom.benchmarks.bare;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.concurrent.Agent;

/**
 * One event loop, stepped as {@link LoopDrive} says. A server's stepped loop has a thread of its
 * own; a client's is stepped by the thread that made it.
 */
final class EchoLoop implements AutoCloseable {
  private static final long AWAIT_MS = 10_000;
  private static final int THREADS = 1;

  private final EventLoopGroup group;
  private final ManualIoEventLoop stepped;
  private final AutoCloseable thread;

  private EchoLoop(EventLoopGroup group, ManualIoEventLoop stepped, AutoCloseable thread) {
    this.group = group;
    this.stepped = stepped;
    this.thread = thread;
  }

  static EchoLoop forServer(LoopDrive drive) {
    if (drive == LoopDrive.OWN_THREAD) {
      return ownThread();
    }
    ManualIoEventLoop loop = new ManualIoEventLoop(null, NioIoHandler.newFactory());
    EchoThread thread = EchoThread.start(new Stepper(loop), new SelectIdleStrategy(loop), "");
    return new EchoLoop(loop, null, thread);
  }

  static EchoLoop forClient(LoopDrive drive) {
    if (drive == LoopDrive.OWN_THREAD) {
      return ownThread();
    }
    ManualIoEventLoop loop =
        new ManualIoEventLoop(Thread.currentThread(), NioIoHandler.newFactory());
    return new EchoLoop(loop, loop, null);
  }

  private static EchoLoop ownThread() {
    return new EchoLoop(
        new MultiThreadIoEventLoopGroup(THREADS, NioIoHandler.newFactory()), null, null);
  }

  EventLoopGroup group() {
    return group;
  }

  /** Whether the caller steps the loop, with {@link #step}. */
  boolean steppedByCaller() {
    return stepped != null;
  }

  int step() {
    return stepped.runNow();
  }

  /** Waits for a channel, and steps the loop meanwhile if that is the caller's task. */
  Channel await(ChannelFuture future) {
    if (steppedByCaller()) {
      long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(AWAIT_MS);
      while (!future.isDone() && System.nanoTime() - deadlineNs < 0) {
        step();
        Thread.yield();
      }
    } else {
      future.awaitUninterruptibly(AWAIT_MS);
    }
    if (!future.isSuccess()) {
      throw new IllegalStateException(
          "no channel after at most " + AWAIT_MS + " ms", future.cause());
    }
    return future.channel();
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, AWAIT_MS, TimeUnit.MILLISECONDS);
    if (steppedByCaller()) {
      while (!stepped.isTerminated()) {
        step();
      }
    }
    group.terminationFuture().awaitUninterruptibly(AWAIT_MS);
    CloseHelper.quietClose(thread);
  }

  /** The server's stepper: takes the loop over on its own thread. */
  private record Stepper(ManualIoEventLoop loop) implements Agent {
    @Override
    public void onStart() {
      loop.setOwningThread(Thread.currentThread());
    }

    @Override
    public int doWork() {
      return loop.isTerminated() ? 0 : loop.runNow();
    }

    @Override
    public String roleName() {
      return "netty-echo";
    }
  }
}
