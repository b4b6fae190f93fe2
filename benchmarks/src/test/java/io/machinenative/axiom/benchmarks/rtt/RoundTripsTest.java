package io.machinenative.axiom.benchmarks.rtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

final class RoundTripsTest {
  /** Not a multiple of eight, so that the last bytes are compared one by one. */
  private static final int PAYLOAD_BYTES = 29;

  private static final int WINDOW = 3;

  private final RoundTrips trips =
      new RoundTrips(new Exchange(Transport.INPROC, PAYLOAD_BYTES, WINDOW, Mode.INLINE));
  private final UnsafeBuffer first = new UnsafeBuffer(new byte[PAYLOAD_BYTES]);
  private final UnsafeBuffer second = new UnsafeBuffer(new byte[PAYLOAD_BYTES]);

  @Test
  void repliesMayComeInAnyOrder() {
    trips.restart();
    begin(first);
    begin(second);
    complete(second);
    complete(first);

    assertEquals(0, trips.inFlight());
    assertEquals(2, trips.stats(0).calls());
  }

  @Test
  void theWindowBoundsWhatIsInFlight() {
    trips.restart();
    for (int i = 0; i < WINDOW; i++) {
      assertTrue(trips.hasRoom());
      begin(first);
    }
    assertFalse(trips.hasRoom());

    complete(first);
    assertTrue(trips.hasRoom());
  }

  @Test
  void aReplyCountsOnce() {
    trips.restart();
    begin(first);
    complete(first);

    assertThrows(WrongReplyException.class, () -> complete(first));
  }

  @Test
  void aReplyToACallThatWasGivenUpIsRefused() {
    trips.restart();
    long sequence = trips.begin();
    trips.write(first, 0, sequence);
    trips.giveUp(sequence);

    assertThrows(WrongReplyException.class, () -> complete(first));
  }

  @Test
  void everyByteIsCompared() {
    trips.restart();
    begin(first);
    for (int i = 0; i < PAYLOAD_BYTES; i++) {
      byte right = first.getByte(i);
      first.putByte(i, (byte) (right + 1));
      assertThrows(WrongReplyException.class, () -> complete(first), "byte " + i);
      first.putByte(i, right);
    }
    complete(first);
  }

  @Test
  void aShortReplyIsRefused() {
    trips.restart();
    begin(first);

    assertThrows(WrongReplyException.class, () -> trips.complete(first, 0, PAYLOAD_BYTES - 1));
  }

  @Test
  void neighboursCarryOtherBytes() {
    trips.restart();
    begin(first);
    begin(second);
    // The second call's number on the first call's bytes.
    first.putBytes(0, second, 0, Long.BYTES);

    assertThrows(WrongReplyException.class, () -> complete(first));
  }

  private void begin(UnsafeBuffer request) {
    trips.write(request, 0, trips.begin());
  }

  private void complete(UnsafeBuffer reply) {
    trips.complete(reply, 0, PAYLOAD_BYTES);
  }
}
