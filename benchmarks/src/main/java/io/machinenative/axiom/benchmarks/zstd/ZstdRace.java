package io.machinenative.axiom.benchmarks.zstd;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures all peers over the same blocks, in turns of some milliseconds, so that a disturbance of
 * the machine hits all of them. What counts is the CPU time of this thread, and the median of the
 * turns. One thread.
 */
public final class ZstdRace {
  private static final double NS_PER_SECOND = 1e9;
  private static final double BYTES_PER_MB = 1e6;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final int turns;
  private final long turnNs;

  /**
   * Makes a race.
   *
   * @param turns of each peer and direction, odd
   * @param turnNs how long one takes, about
   */
  public ZstdRace(int turns, long turnNs) {
    this.turns = turns;
    this.turnNs = turnNs;
  }

  /**
   * What a peer reached: medians.
   *
   * @param ratio plain bytes by compressed bytes
   */
  public record Lap(double compressMbS, double decompressMbS, double ratio) {}

  /** Runs it; the order of the peers is kept. */
  public Map<ZstdPeer, Lap> run(List<ZstdPeer> peers, Blocks blocks) {
    List<Runner> runners = new ArrayList<>();
    try {
      for (ZstdPeer peer : peers) {
        runners.add(new Runner(peer.open(blocks), blocks));
      }
      for (int turn = -turns / 3; turn < turns; turn++) {
        for (Runner runner : runners) {
          runner.turn(turn);
        }
      }
      Map<ZstdPeer, Lap> laps = new LinkedHashMap<>();
      for (int i = 0; i < peers.size(); i++) {
        laps.put(peers.get(i), runners.get(i).lap());
      }
      return laps;
    } finally {
      runners.forEach(runner -> runner.subject.close());
    }
  }

  /** One peer. A turn is whole passes over all blocks, for they are not alike. */
  private final class Runner {
    private final ZstdSubject subject;
    private final Blocks blocks;
    private final long passBytes;
    private final double[] compressMbS = new double[turns];
    private final double[] decompressMbS = new double[turns];
    private long frameBytes;

    Runner(ZstdSubject subject, Blocks blocks) {
      this.subject = subject;
      this.blocks = blocks;
      passBytes = blocks.totalBytes();
    }

    /** A turn below 0 warms up. */
    void turn(int turn) {
      double compress = megabytesPerSecond(this::compressAll);
      double decompress = megabytesPerSecond(this::decompressAll);
      if (turn >= 0) {
        compressMbS[turn] = compress;
        decompressMbS[turn] = decompress;
      }
    }

    private double megabytesPerSecond(Runnable pass) {
      long from = threads.getCurrentThreadCpuTime();
      long bytes = 0;
      long tookNs;
      do {
        pass.run();
        bytes += passBytes;
        tookNs = threads.getCurrentThreadCpuTime() - from;
      } while (tookNs < turnNs);
      return bytes / BYTES_PER_MB / (tookNs / NS_PER_SECOND);
    }

    private void compressAll() {
      long bytes = 0;
      for (int i = 0; i < blocks.count(); i++) {
        bytes += subject.compress(i);
      }
      frameBytes = bytes;
    }

    private void decompressAll() {
      long bytes = 0;
      for (int i = 0; i < blocks.count(); i++) {
        bytes += subject.decompress(i);
      }
      if (bytes != passBytes) {
        throw new IllegalStateException("expected " + passBytes + " bytes, actual " + bytes);
      }
    }

    Lap lap() {
      return new Lap(median(compressMbS), median(decompressMbS), passBytes / (double) frameBytes);
    }
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
