package io.machinenative.axiom.engine.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.engine.config.Frequency;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

/** Just before, at and after the time at which an address is open again; and bounded. */
class FailureLimitTest {
  private static final long SECOND_NS = 1_000_000_000L;

  private final FailureLimit limit = new FailureLimit(new Frequency(2, 10 * SECOND_NS));

  private void fail(InetAddress host, long nowNs) {
    assertNull(limit.closed(host, nowNs));
    limit.count(host, nowNs);
  }

  @Test
  void anAddressIsClosedUntilOneMoreMayFail() {
    InetAddress host = InetAddress.ofLiteral("192.0.2.1");
    long nowNs = -7;
    fail(host, nowNs);
    fail(host, nowNs);
    FailureLimit.Closed closed = limit.closed(host, nowNs);
    assertEquals(5 * SECOND_NS, closed.waitNs());
    assertTrue(closed.isNew());
    closed = limit.closed(host, nowNs + 5 * SECOND_NS - 1);
    assertEquals(1, closed.waitNs());
    assertFalse(closed.isNew());
    fail(host, nowNs + 5 * SECOND_NS);
    assertTrue(limit.closed(host, nowNs + 5 * SECOND_NS).isNew(), "closed again");
    assertNull(limit.closed(InetAddress.ofLiteral("192.0.2.2"), nowNs), "another address");
    limit.count(null, nowNs);
    assertNull(limit.closed(null, nowNs), "this machine");
  }

  @Test
  void aNetworkOfIpv6IsOnePlace() {
    fail(InetAddress.ofLiteral("2001:db8:1:2::1"), 0);
    fail(InetAddress.ofLiteral("2001:db8:1:2:ffff::2"), 0);
    assertNotNull(limit.closed(InetAddress.ofLiteral("2001:db8:1:2::3"), 0));
    assertNull(limit.closed(InetAddress.ofLiteral("2001:db8:1:3::1"), 0));
  }

  @Test
  void whoWasQuietLongestIsForgotten() {
    InetAddress early = InetAddress.ofLiteral("192.0.2.1");
    InetAddress busy = InetAddress.ofLiteral("192.0.2.2");
    for (InetAddress host : new InetAddress[] {early, early, busy}) {
      fail(host, 0);
    }
    for (int i = 0; i < FailureLimit.MOST - 2; i++) {
      limit.count(InetAddress.ofLiteral("10.0." + (i >> 8) + "." + (i & 0xff)), 0);
    }
    fail(busy, 0);
    assertEquals(FailureLimit.MOST, limit.size());
    limit.count(InetAddress.ofLiteral("198.51.100.1"), 0);
    assertEquals(FailureLimit.MOST, limit.size());
    assertNull(limit.closed(early, 0), "forgotten");
    assertNotNull(limit.closed(busy, 0), "still there");
  }
}
