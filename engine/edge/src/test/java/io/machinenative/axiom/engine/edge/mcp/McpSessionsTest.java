package io.machinenative.axiom.engine.edge.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** When sessions end: after a time in which nobody used them, and when there are too many. */
class McpSessionsTest {
  private static final long IDLE_NS = 1000;
  private static final int MOST = 10_000;

  private final McpSessions sessions = new McpSessions(new Random(7), IDLE_NS);

  @Test
  void aSessionEndsAfterItsIdleTimeAndUseBeginsItAnew() {
    long beganNs = Long.MAX_VALUE - IDLE_NS; // the clock wraps round
    McpSession used = sessions.open(beganNs);
    McpSession idle = sessions.open(beganNs + 1);
    assertSame(used, sessions.find(used.id(), beganNs + 2));
    sessions.expire(beganNs + 1 + IDLE_NS);
    assertEquals(2, count(), "not before its time");
    sessions.expire(beganNs + 2 + IDLE_NS);
    assertNull(sessions.find(idle.id(), beganNs + 2 + IDLE_NS));
    assertSame(used, sessions.find(used.id(), beganNs + 2 + IDLE_NS));
    sessions.expire(beganNs + 3 + 2 * IDLE_NS);
    assertEquals(0, count());
  }

  @Test
  void theOneThatWasNotUsedForLongestMakesRoom() {
    McpSession first = sessions.open(0);
    McpSession second = sessions.open(1);
    for (int i = 2; i < MOST; i++) {
      assertNotNull(sessions.open(i));
    }
    assertSame(first, sessions.find(first.id(), MOST));
    assertNotNull(sessions.open(MOST));
    assertNull(sessions.find(second.id(), MOST));
    assertSame(first, sessions.find(first.id(), MOST));
    assertEquals(MOST, count());
  }

  private int count() {
    int count = 0;
    for (McpSession session : sessions.all()) {
      assertNotNull(session);
      count++;
    }
    return count;
  }
}
