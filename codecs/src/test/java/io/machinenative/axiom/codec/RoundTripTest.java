package io.machinenative.axiom.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What was written in the order of the schema is read back, wherever in a buffer it lies; the order
 * is checked.
 */
final class RoundTripTest {
  private static final long SEED = Long.getLong("axiom.seed", 2026);
  private static final int ROUNDS = 500;
  private static final byte GUARD = (byte) 0xA5;

  @ParameterizedTest
  @MethodSource("io.machinenative.axiom.codec.MessageSample#all")
  void readsBackWhatWasWritten(MessageSample sample) {
    for (int round = 0; round < ROUNDS; round++) {
      long seed = SEED + round;
      Values values = new Values(seed);
      byte[] bytes = new byte[16 * 1024];
      Arrays.fill(bytes, GUARD);
      int offset = round % 9;
      int length = sample.write(values, new UnsafeBuffer(bytes), offset);

      String context = sample + ", -Daxiom.seed=" + seed;
      assertEquals(values.drawn(), sample.read(new UnsafeBuffer(bytes), offset), context);
      for (int i = 0; i < bytes.length; i++) {
        if (i < offset || i >= offset + length) {
          assertEquals(GUARD, bytes[i], context + ": byte " + i + " is outside the message");
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.machinenative.axiom.codec.MessageSample#all")
  void headerNamesTheMessage(MessageSample sample) {
    UnsafeBuffer buffer = new UnsafeBuffer(new byte[16 * 1024]);
    sample.write(new Values(SEED), buffer, 0);
    MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(buffer, 0);
    assertEquals(sample.templateId(), header.templateId());
    assertEquals(MessageHeaderDecoder.SCHEMA_ID, header.schemaId());
    assertEquals(MessageHeaderDecoder.SCHEMA_VERSION, header.version());
  }

  @Test
  void everyMessageOfTheSchemaHasASample() {
    Set<String> sampled = new HashSet<>();
    MessageSample.all().forEach(sample -> sampled.add(sample.name()));
    Set<String> declared = new HashSet<>();
    Schema.read().messages().forEach(message -> declared.add(message.name()));
    assertEquals(declared, sampled);
  }

  @Test
  void precedenceChecksAreOnWhenWriting() {
    InvokeEncoder invoke = new InvokeEncoder();
    UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);
    assertThrows(IllegalStateException.class, () -> invoke.correlationId(1), "not wrapped");
    invoke.wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
    IllegalStateException skipped =
        assertThrows(IllegalStateException.class, () -> invoke.putPayload(new byte[1], 0, 1));
    assertTrue(skipped.getMessage().contains("order"), skipped.getMessage());
    invoke.traceState("");
    assertThrows(IllegalStateException.class, () -> invoke.traceState("again"));
  }

  @Test
  void precedenceChecksAreOnWhenReading() {
    UnsafeBuffer buffer = new UnsafeBuffer(new byte[16 * 1024]);
    CallSamples.writeInvoke(new Values(SEED), buffer, 0, new MessageHeaderEncoder());
    InvokeDecoder invoke =
        new InvokeDecoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderDecoder());
    assertThrows(IllegalStateException.class, invoke::payloadLength);
  }
}
