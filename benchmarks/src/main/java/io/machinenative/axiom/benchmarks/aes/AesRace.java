package io.machinenative.axiom.benchmarks.aes;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures all peers with messages of one length, in turns of some milliseconds, so that a
 * disturbance of the machine hits all of them. What counts is the CPU time of this thread, and the
 * median of the turns; asking for it takes half a microsecond of each pass. One thread.
 */
public final class AesRace {
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final int turns;
  private final long turnNs;

  /**
   * @param turns of each peer and direction, odd
   * @param turnNs how long one takes, about
   */
  public AesRace(int turns, long turnNs) {
    this.turns = turns;
    this.turnNs = turnNs;
  }

  /**
   * What a peer reached: medians for one message.
   *
   * @param allocatedBytes on the heap, for sealing and opening it
   */
  public record Lap(double sealNs, double openNs, double allocatedBytes) {}

  /** Runs it; the order of the peers is kept. */
  public Map<AesPeer, Lap> run(List<AesPeer> peers, int messageBytes) {
    List<Runner> runners = new ArrayList<>();
    try {
      for (AesPeer peer : peers) {
        runners.add(new Runner(peer.open(messageBytes), AesMessages.count(messageBytes)));
      }
      for (int turn = -turns / 2; turn < turns; turn++) {
        for (Runner runner : runners) {
          runner.turn(turn);
        }
      }
      Map<AesPeer, Lap> laps = new LinkedHashMap<>();
      for (int i = 0; i < peers.size(); i++) {
        laps.put(peers.get(i), runners.get(i).lap());
      }
      return laps;
    } finally {
      runners.forEach(runner -> runner.subject.close());
    }
  }

  /** One peer. A turn is whole passes: all messages are sealed, then all are opened. */
  private final class Runner {
    private final AesSubject subject;
    private final int messages;
    private final double[] sealNs = new double[turns];
    private final double[] openNs = new double[turns];
    private final double[] allocatedBytes = new double[turns];
    private long passes;
    private long passSealNs;
    private long passOpenNs;

    Runner(AesSubject subject, int messages) {
      this.subject = subject;
      this.messages = messages;
    }

    /** A turn below 0 warms up. */
    void turn(int turn) {
      passes = 0;
      passSealNs = 0;
      passOpenNs = 0;
      long allocated = 0;
      while (passSealNs + passOpenNs < 2 * turnNs) {
        subject.renewNonces();
        long before = threads.getCurrentThreadAllocatedBytes();
        pass();
        allocated += threads.getCurrentThreadAllocatedBytes() - before;
      }
      if (turn >= 0) {
        double count = (double) passes * messages;
        sealNs[turn] = passSealNs / count;
        openNs[turn] = passOpenNs / count;
        allocatedBytes[turn] = allocated / count;
      }
    }

    private void pass() {
      long start = threads.getCurrentThreadCpuTime();
      for (int i = 0; i < messages; i++) {
        subject.seal(i);
      }
      long between = threads.getCurrentThreadCpuTime();
      for (int i = 0; i < messages; i++) {
        subject.open(i);
      }
      long end = threads.getCurrentThreadCpuTime();
      passSealNs += between - start;
      passOpenNs += end - between;
      passes++;
    }

    Lap lap() {
      return new Lap(median(sealNs), median(openNs), median(allocatedBytes));
    }
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
