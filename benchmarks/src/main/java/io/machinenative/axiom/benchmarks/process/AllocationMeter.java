package io.machinenative.axiom.benchmarks.process;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * What the threads of this JVM have allocated on the heap since it started: what the JVM counts per
 * thread, exact to the byte. The thread that reads commands is left out.
 */
final class AllocationMeter {
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final long commandThreadId;

  AllocationMeter(long commandThreadId) {
    this.commandThreadId = commandThreadId;
  }

  /** By the calling thread. */
  long callerBytes() {
    return threads.getCurrentThreadAllocatedBytes();
  }

  /** By all threads but the one that reads commands, threads that have ended included. */
  long allBytes() {
    return threads.getTotalThreadAllocatedBytes()
        - threads.getThreadAllocatedBytes(commandThreadId);
  }

  /** By all threads but the caller and the one that reads commands. */
  long otherBytes() {
    return allBytes() - callerBytes();
  }
}
