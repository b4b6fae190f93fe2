package io.machinenative.axiom.engine.control;

import io.machinenative.axiom.api.Operation;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The operations of one version of one plugin, and how many of them run. Any thread; entering and
 * leaving are one compare-and-set each.
 */
public final class OperationSet {
  private static final long RETIRED = Long.MIN_VALUE;

  private final String plugin;
  private final String version;
  private final List<ServedOperation> operations;

  /** Why none may begin for now; empty when they may. */
  private volatile String refusal = "";

  /** Runs now; with {@link #RETIRED} added, no other begins. */
  private final AtomicLong running = new AtomicLong();

  /**
   * Binds the parameters of all, which takes milliseconds each.
   *
   * @throws IllegalArgumentException when a record of parameters is not supported
   */
  public OperationSet(String plugin, String version, List<Operation> operations) {
    this.plugin = plugin;
    this.version = version;
    this.operations =
        operations.stream().map(operation -> new ServedOperation(operation, this)).toList();
  }

  public String plugin() {
    return plugin;
  }

  public String version() {
    return version;
  }

  public List<ServedOperation> operations() {
    return operations;
  }

  /** Operations that run now. Once retired it only falls. */
  public long inFlight() {
    return running.get() & ~RETIRED;
  }

  /**
   * Lets none begin until {@link #open}; those that run go on.
   *
   * @param why for people
   */
  public void close(String why) {
    refusal = why;
  }

  /** Lets them begin again. */
  public void open() {
    refusal = "";
  }

  /** Why none may begin for now; empty when they may. */
  String refusal() {
    return refusal;
  }

  /** No other operation begins from here on. */
  void retire() {
    running.accumulateAndGet(RETIRED, (count, mark) -> count | mark);
  }

  /** Whether one may begin. */
  boolean enter() {
    return running.getAndUpdate(count -> count < 0 ? count : count + 1) >= 0;
  }

  void leave() {
    running.decrementAndGet();
  }
}
