package io.machinenative.axiom.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/**
 * Two versions of the schema understand each other both ways: this one, and {@code axiom-next.xml},
 * which adds a field to each block, to a group entry's block, var data behind the last, an enum
 * value and a set bit.
 */
final class VersionSkewTest {
  private static final long SEED = Long.getLong("axiom.seed", 2026);
  private static final int ROUNDS = 200;
  private static final int HEADER_BYTES = WireLimits.HEADER_BYTES;

  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[16 * 1024]);

  @Test
  void olderReaderReadsNewerInvoke() {
    for (long seed = SEED; seed < SEED + ROUNDS; seed++) {
      Values values = new Values(seed);
      int length = NextSamples.writeInvoke(values, buffer, "what only the next version knows");
      InvokeDecoder invoke =
          new InvokeDecoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderDecoder());
      assertEquals(2, invoke.actingVersion());
      assertEquals(values.drawn(), CallSamples.fields(invoke), "-Daxiom.seed=" + seed);
      assertTrue(invoke.limit() < length, "the var data of the next version lies behind");
    }
  }

  @Test
  void newerReaderReadsOlderInvoke() {
    for (long seed = SEED; seed < SEED + ROUNDS; seed++) {
      Values values = new Values(seed);
      CallSamples.writeInvoke(values, buffer, 0, new MessageHeaderEncoder());
      var invoke =
          new io.machinenative.axiom.codec.next.InvokeDecoder()
              .wrapAndApplyHeader(
                  buffer, 0, new io.machinenative.axiom.codec.next.MessageHeaderDecoder());
      assertEquals(1, invoke.actingVersion());
      assertEquals(
          io.machinenative.axiom.codec.next.InvokeDecoder.budgetUnitsNullValue(),
          invoke.budgetUnits());
      assertEquals(values.drawn(), NextSamples.fields(invoke), "-Daxiom.seed=" + seed);
      assertEquals(0, invoke.baggageLength());
      assertEquals("", invoke.baggage());
    }
  }

  @Test
  void olderReaderReadsNewerToolList() {
    for (long seed = SEED; seed < SEED + ROUNDS; seed++) {
      Values values = new Values(seed);
      int length = NextSamples.writeToolList(values, buffer, "a notice");
      ToolListDecoder toolList =
          new ToolListDecoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderDecoder());
      assertEquals(values.drawn(), CatalogueSamples.fields(toolList), "-Daxiom.seed=" + seed);
      assertTrue(toolList.limit() < length, "the var data of the next version lies behind");
    }
  }

  @Test
  void newerReaderReadsOlderToolList() {
    for (long seed = SEED; seed < SEED + ROUNDS; seed++) {
      Values values = new Values(seed);
      CatalogueSamples.writeToolList(values, buffer, 0, new MessageHeaderEncoder());
      var toolList =
          new io.machinenative.axiom.codec.next.ToolListDecoder()
              .wrapAndApplyHeader(
                  buffer, 0, new io.machinenative.axiom.codec.next.MessageHeaderDecoder());
      assertEquals(
          io.machinenative.axiom.codec.next.ToolListDecoder.hiddenNullValue(), toolList.hidden());
      assertEquals(values.drawn(), NextSamples.fields(toolList), "-Daxiom.seed=" + seed);
      assertEquals("", toolList.notice());
    }
  }

  /**
   * The canary: a reader that steps over the block length that it knows goes wrong, so the tests
   * above can fail.
   */
  @Test
  void readerThatIgnoresTheActingBlockLengthGoesWrong() {
    Values values = new Values(SEED);
    NextSamples.writeInvoke(values, buffer, "");
    InvokeDecoder careless = new InvokeDecoder();
    careless.wrap(buffer, HEADER_BYTES, InvokeDecoder.BLOCK_LENGTH, InvokeDecoder.SCHEMA_VERSION);
    List<Object> expected = values.drawn();
    assertEquals(expected.getFirst(), careless.correlationId());
    assertNotEquals(expected.get(expected.size() - 2), careless.traceState());
  }

  @Test
  void laterEnumValuesAndBitsAreKnownAsUnknown() {
    Values values = new Values(SEED);
    NextSamples.writeInvoke(values, buffer, "");
    int priorityAt = HEADER_BYTES + InvokeDecoder.priorityEncodingOffset();
    buffer.putByte(priorityAt, (byte) io.machinenative.axiom.codec.next.Priority.EMERGENCY.value());
    InvokeDecoder invoke =
        new InvokeDecoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderDecoder());
    assertEquals(Priority.SBE_UNKNOWN, invoke.priority());
    assertEquals(4, invoke.priorityRaw());

    ToolFlagsDecoder flags = new ToolFlagsDecoder().wrap(new UnsafeBuffer(new byte[] {0x12}), 0);
    assertTrue(flags.readOnly());
    assertFalse(flags.idempotent());
  }

  @Test
  void laterStatusesAreTreatedByTheirFamily() {
    ErrorEncoder error =
        new ErrorEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
    error.correlationId(1).retryAfterMs(5).status(Status.OVERLOADED).message("");
    int statusAt = HEADER_BYTES + ErrorDecoder.statusEncodingOffset();
    buffer.putShort(statusAt, (short) 2999, ErrorDecoder.BYTE_ORDER);
    ErrorDecoder decoder =
        new ErrorDecoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderDecoder());
    assertEquals(Status.SBE_UNKNOWN, decoder.status());
    assertEquals(StatusFamily.NOT_STARTED, StatusFamily.of(decoder.statusRaw()));
  }
}
