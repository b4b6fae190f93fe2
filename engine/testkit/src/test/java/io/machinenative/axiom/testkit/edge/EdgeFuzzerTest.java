package io.machinenative.axiom.testkit.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** A short run of the edge's fuzzer. */
class EdgeFuzzerTest {
  private static final long SEED = 2026;
  private static final long MESSAGES = 3_000;

  @Test
  void findsNothing() {
    EdgeFuzzReport report = new EdgeFuzzer(SEED).run(MESSAGES);
    assertEquals(MESSAGES, report.messages());
    assertTrue(report.statuses().get(200) > MESSAGES / 20, report::toString);
    assertTrue(report.statuses().get(400) > MESSAGES / 20, report::toString);
  }

  @Test
  void findsNothingByStdio() {
    assertTrue(new StdioFuzzer(SEED).run(1_000) > 500);
  }

  @Test
  void findsNothingInWhatAnUpstreamAnswers() {
    assertTrue(new UpstreamFuzzer(SEED).run(30) > 0);
  }
}
