package io.machinenative.axiom.benchmarks.bare;

import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.machinenative.axiom.benchmarks.rtt.IdleStrategies;

/** The media driver of the bare exchange: set up as Axiom's embedded one. */
final class BenchDriver {
  private static final int TERM_BYTES = 4 << 20;

  private BenchDriver() {}

  static MediaDriver launch(String aeronDirectory) {
    return MediaDriver.launch(
        new MediaDriver.Context()
            .aeronDirectoryName(aeronDirectory)
            .threadingMode(ThreadingMode.SHARED)
            .sharedIdleStrategy(IdleStrategies.yieldThenPark())
            .ipcTermBufferLength(TERM_BYTES)
            .publicationTermBufferLength(TERM_BYTES)
            .dirDeleteOnStart(true)
            .dirDeleteOnShutdown(true));
  }
}
