package io.machinenative.axiom.engine.workflow.run;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Room for operations that run at once, over all pipelines. Those who ask are served in the order
 * in which they came, so that a wide stream is not starved by narrow ones. Any thread.
 */
public final class OperationSlots {
  private final int total;
  private final Deque<Request> waiting = new ArrayDeque<>();
  private int free;

  /** Somebody who waits. */
  private record Request(Object owner, int slots, Runnable granted) {}

  public OperationSlots(int total) {
    this.total = total;
    free = total;
  }

  public int total() {
    return total;
  }

  /** Slots that nobody has. */
  public synchronized int free() {
    return free;
  }

  /**
   * Asks for slots.
   *
   * @param owner names the request for {@link #withdraw}
   * @param granted is told on the thread that made room, or on this one; it returns at once
   */
  void request(Object owner, int slots, Runnable granted) {
    assert slots <= total : "expected at most " + total + " slots, actual " + slots;
    List<Runnable> lucky;
    synchronized (this) {
      waiting.add(new Request(owner, slots, granted));
      lucky = grant();
    }
    lucky.forEach(Runnable::run);
  }

  /** Forgets what an owner waits for; false when it was granted already. */
  boolean withdraw(Object owner) {
    boolean removed;
    List<Runnable> lucky;
    synchronized (this) {
      removed = waiting.removeIf(request -> request.owner() == owner);
      lucky = grant();
    }
    lucky.forEach(Runnable::run);
    return removed;
  }

  /** Gives slots back. */
  void release(int slots) {
    List<Runnable> lucky;
    synchronized (this) {
      free += slots;
      assert free <= total : "more slots came back than went";
      lucky = grant();
    }
    lucky.forEach(Runnable::run);
  }

  private List<Runnable> grant() {
    List<Runnable> lucky = new ArrayList<>();
    while (!waiting.isEmpty() && waiting.peek().slots() <= free) {
      Request first = waiting.remove();
      free -= first.slots();
      lucky.add(first.granted());
    }
    return lucky;
  }
}
