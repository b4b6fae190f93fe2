package io.machinenative.axiom.engine;

import io.machinenative.axiom.engine.base.EngineLimits;
import java.util.concurrent.TimeUnit;

/** Limits small enough that a test reaches them. A test changes what it is about. */
final class TestLimits {
  int maxSessions = 8;
  int maxMessageBytes = 256 * 1024;
  int creditWindow = 16;
  int slotCount = 32;
  int slotBytes = 1024;
  int laneCapacity = 16;
  int blockingLimit = 8;
  long poolBytes = 8 * 1024 * 1024;
  long heartbeatIntervalNs = TimeUnit.SECONDS.toNanos(2);
  long helloTimeoutNs = TimeUnit.SECONDS.toNanos(5);
  long slowConsumerNs = TimeUnit.SECONDS.toNanos(10);
  long drainNs = TimeUnit.SECONDS.toNanos(3);

  EngineLimits build() {
    return new EngineLimits(
        maxSessions,
        maxMessageBytes,
        creditWindow,
        slotCount,
        slotBytes,
        laneCapacity,
        blockingLimit,
        poolBytes,
        heartbeatIntervalNs,
        helloTimeoutNs,
        slowConsumerNs,
        drainNs);
  }
}
