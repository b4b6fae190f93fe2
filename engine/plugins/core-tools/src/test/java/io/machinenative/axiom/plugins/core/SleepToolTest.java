package io.machinenative.axiom.plugins.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.RawHandler;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.json.GuardedCall;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Time passes only when the tool pauses. */
class SleepToolTest {
  private final AtomicLong nowNs = new AtomicLong(Long.MAX_VALUE - 5);

  private final RawHandler sleep =
      CoreTools.handler(SleepTool.tool(nowNs::get, nowNs::addAndGet), ContentType.JSON);

  @Test
  void sleepsAsLongAsAsked() throws Exception {
    long startNs = nowNs.get();

    GuardedCall call = GuardedCall.json("{\"millis\":1234}").run(sleep);

    assertEquals("{\"sleptMillis\":1234}", call.replyText());
    assertEquals(TimeUnit.MILLISECONDS.toNanos(1234), nowNs.get() - startNs);
    assertEquals(List.of(), call.progressMessages());
  }

  @Test
  void doesNotPauseForNothing() throws Exception {
    assertEquals("{\"sleptMillis\":0}", GuardedCall.json("{\"millis\":0}").run(sleep).replyText());
  }

  @Test
  void tellsHowFarItIs() throws Exception {
    GuardedCall call = GuardedCall.json("{\"millis\":100,\"progressSteps\":3}").run(sleep);

    assertEquals(
        List.of(
            "1.0/3.0 slept 33 of 100 ms",
            "2.0/3.0 slept 66 of 100 ms",
            "3.0/3.0 slept 100 of 100 ms"),
        call.progressMessages());
  }

  @Test
  void stopsWhenCancelled() throws Exception {
    long startNs = nowNs.get();

    GuardedCall.requireStatus(
        Status.CANCELLED, GuardedCall.json("{\"millis\":600000}").cancelledAfter(2).refusal(sleep));
    assertEquals(TimeUnit.MILLISECONDS.toNanos(100), nowNs.get() - startNs);
  }

  @Test
  void stopsWhenInterrupted() throws Exception {
    RawHandler interrupted =
        CoreTools.handler(
            SleepTool.tool(
                nowNs::get,
                durationNs -> {
                  throw new InterruptedException();
                }),
            ContentType.JSON);

    GuardedCall.requireStatus(
        Status.CANCELLED, GuardedCall.json("{\"millis\":10}").refusal(interrupted));
    assertTrue(Thread.interrupted(), "the interrupt is restored");
  }

  @Test
  void refusesTimesOutOfRange() throws Exception {
    for (String json :
        new String[] {
          "{\"millis\":-1}", "{\"millis\":600001}", "{\"millis\":1,\"progressSteps\":1001}", "{}"
        }) {
      GuardedCall.requireStatus(Status.INVALID_ARGUMENT, GuardedCall.json(json).refusal(sleep));
    }
  }
}
