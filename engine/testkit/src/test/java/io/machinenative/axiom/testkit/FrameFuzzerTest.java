package io.machinenative.axiom.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.codec.WireLimits;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class FrameFuzzerTest {
  private static final long FRAMES = 300_000;

  @Test
  @Timeout(value = 2, unit = TimeUnit.MINUTES)
  void findsNothing() {
    Long given = Long.getLong("axiom.seed");
    long seed = given == null ? System.nanoTime() : given;
    System.out.println("FrameFuzzerTest: -Daxiom.seed=" + seed);

    FuzzReport report = new FrameFuzzer(seed).run(FRAMES, done -> {});

    System.out.println("FrameFuzzerTest: " + report);
    assertTrue(report.frames() >= FRAMES);
    assertTrue(report.ended() > FRAMES / 100, "hardly a frame was wrong");
    assertTrue(report.replies().get("Result") > FRAMES / 20, "hardly a frame was right");
    assertTrue(report.refused() > 0, "there was no back pressure");
    report.replies().forEach((name, count) -> assertTrue(count > 0, "never a " + name));
  }

  @Test
  void repeatsARunByItsSeed() {
    FuzzReport first = new FrameFuzzer(42).run(20_000, done -> {});
    FuzzReport second = new FrameFuzzer(42).run(20_000, done -> {});
    assertEquals(first.replies(), second.replies());
    assertEquals(first.counters(), second.counters());
    assertEquals(first.refused(), second.refused());
  }

  /** The alarm works: what is no message of a server is noticed. */
  @Test
  void noticesAReplyThatIsNoMessage() {
    FuzzPeer peer = new FuzzPeer(1, FuzzPeer.claimBuffer(), new ReplyCheck());
    peer.claim(WireLimits.HEADER_BYTES);
    peer.buffer().putLong(peer.offset(), 0);
    assertThrows(IllegalStateException.class, peer::commit);
  }

  @Test
  void noticesAWriteOutsideOfAClaim() {
    FuzzPeer peer = new FuzzPeer(1, FuzzPeer.claimBuffer(), new ReplyCheck());
    peer.claim(100);
    ((UnsafeBuffer) peer.buffer()).putByte(peer.offset() + 100, (byte) 1);
    assertThrows(IllegalStateException.class, peer::abort);
  }
}
