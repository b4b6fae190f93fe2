package io.machinenative.axiom.engine.control;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.DeadlineTimerWheel;
import org.agrona.ErrorHandler;
import org.agrona.collections.Long2ObjectHashMap;

/** Tasks that come again and again, on a timer wheel. Owned by the conductor. */
final class Timers {
  /** A tick of the wheel: about eight milliseconds, a power of two. */
  private static final long TICK_NS = 1 << 23;

  private static final int TICKS = 512;

  /** Of the wheel in a duty cycle: it catches up with 34 s of standing still at once. */
  private static final int TICKS_PER_CYCLE = 4096;

  private record Task(long periodNs, Runnable work) {}

  private final DeadlineTimerWheel wheel;
  private final Long2ObjectHashMap<Task> tasks = new Long2ObjectHashMap<>();
  private final List<Task> due = new ArrayList<>();
  private final DeadlineTimerWheel.TimerHandler onExpiry =
      (unit, nowNs, timerId) -> due.add(tasks.remove(timerId));

  Timers(long nowNs) {
    wheel = new DeadlineTimerWheel(TimeUnit.NANOSECONDS, nowNs, TICK_NS, TICKS);
  }

  void every(long nowNs, long periodNs, Runnable work) {
    if (periodNs <= 0) {
      throw new IllegalArgumentException("expected a period above 0 ns, actual " + periodNs);
    }
    schedule(nowNs, new Task(periodNs, work));
  }

  private void schedule(long nowNs, Task task) {
    tasks.put(wheel.scheduleTimer(nowNs + task.periodNs()), task);
  }

  /** Runs what is due; a task that throws is recorded and comes again. Allocates nothing itself. */
  int fire(long nowNs, ErrorHandler errors) {
    for (int i = 0; i < TICKS_PER_CYCLE && wheel.currentTickTime() <= nowNs; i++) {
      wheel.poll(nowNs, onExpiry, tasks.size());
    }
    return due.isEmpty() ? 0 : run(nowNs, errors);
  }

  private int run(long nowNs, ErrorHandler errors) {
    for (int i = 0; i < due.size(); i++) {
      Task task = due.get(i);
      try {
        task.work().run();
      } catch (RuntimeException e) {
        errors.onError(e);
      }
      schedule(nowNs, task);
    }
    int count = due.size();
    due.clear();
    return count;
  }
}
