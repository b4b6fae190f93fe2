package io.machinenative.axiom.engine.registry.form;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.codec.RegistryRecordDecoder;
import io.machinenative.axiom.engine.registry.RandomRecords;
import io.machinenative.axiom.engine.registry.model.Document;
import io.machinenative.axiom.engine.registry.model.Kind;
import io.machinenative.axiom.engine.registry.model.RecordKey;
import io.machinenative.axiom.engine.registry.model.Registration;
import io.machinenative.axiom.engine.registry.model.RegistryRecord;
import io.machinenative.axiom.engine.registry.model.Stamp;
import io.machinenative.axiom.engine.registry.model.Statistics;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Records to bytes and back, whole, cut anywhere, damaged anywhere, and of a later version. */
class RecordBytesTest {
  private static final long SEED = Long.getLong("axiom.seed", 2026);
  private static final int HEADER_BYTES = 8;
  private static final int STATUS_AT = HEADER_BYTES + RegistryRecordDecoder.statusEncodingOffset();

  private final RecordEncoder encoder = new RecordEncoder();
  private final RecordDecoder decoder = new RecordDecoder();
  private final RandomRecords records = new RandomRecords(new SplittableRandom(SEED), 50);

  private byte[] encoded(RegistryRecord record) {
    byte[] bytes = new byte[encoder.encode(record)];
    encoder.buffer().getBytes(0, bytes);
    return bytes;
  }

  private RegistryRecord decoded(byte[] bytes) {
    return decoder.decode(new UnsafeBuffer(bytes), 0, bytes.length);
  }

  @Test
  void whatWasWrittenIsReadBack() {
    for (int round = 0; round < 2_000; round++) {
      RegistryRecord record = records.record(round);
      assertEquals(record, decoded(encoded(record)), "round " + round + ", -Daxiom.seed=" + SEED);
    }
  }

  @Test
  void cutAtEveryByteIsNoticed() {
    for (int round = 0; round < 20; round++) {
      byte[] whole = encoded(records.record(round));
      for (int cut = 0; cut < whole.length; cut++) {
        byte[] part = Arrays.copyOf(whole, cut);
        assertThrows(
            MalformedRecordException.class,
            () -> decoded(part),
            "cut to " + cut + " of " + whole.length + ", -Daxiom.seed=" + SEED);
      }
    }
  }

  /** The bytes lie in the middle of others, so that a read outside would find them. */
  @Test
  void noByteLeadsOutOfTheRecord() {
    for (int round = 0; round < 10; round++) {
      byte[] whole = encoded(records.record(round));
      for (int at = 0; at < whole.length; at++) {
        for (byte value : new byte[] {0, 1, 0x7F, (byte) 0xFF}) {
          byte[] damaged = whole.clone();
          damaged[at] = value;
          String context = "byte " + at + " is " + value + ", -Daxiom.seed=" + SEED;
          assertEquals(outcome(damaged, (byte) 0), outcome(damaged, (byte) 0xFF), context);
        }
      }
    }
  }

  private Object outcome(byte[] record, byte around) {
    byte[] bytes = new byte[record.length + 200];
    Arrays.fill(bytes, around);
    System.arraycopy(record, 0, bytes, 100, record.length);
    try {
      return decoder.decode(new UnsafeBuffer(bytes), 100, record.length);
    } catch (MalformedRecordException e) {
      return e.getMessage();
    }
  }

  /** A later version appends to the block, to the entries of a group, and behind the last text. */
  @Test
  void aLaterVersionIsRead() {
    for (int round = 0; round < 200; round++) {
      RegistryRecord record = records.record(round);
      byte[] bytes = encoded(record);
      int blockEnd = HEADER_BYTES + RegistryRecordDecoder.BLOCK_LENGTH;
      byte[] later = new byte[bytes.length + 5 + 9];
      System.arraycopy(bytes, 0, later, 0, blockEnd);
      Arrays.fill(later, blockEnd, blockEnd + 5, (byte) 0xEE);
      System.arraycopy(bytes, blockEnd, later, blockEnd + 5, bytes.length - blockEnd);
      Arrays.fill(later, bytes.length + 5, later.length, (byte) 0xEE);
      UnsafeBuffer header = new UnsafeBuffer(later);
      header.putShort(0, (short) (RegistryRecordDecoder.BLOCK_LENGTH + 5), LITTLE_ENDIAN);
      header.putShort(6, (short) (RegistryRecordDecoder.SCHEMA_VERSION + 1), LITTLE_ENDIAN);

      assertEquals(record, decoded(later), "-Daxiom.seed=" + SEED);
    }
  }

  @Test
  void aStatusOfALaterVersionIsSaid() {
    byte[] bytes = encoded(records.record(1));
    bytes[STATUS_AT] = 42;
    MalformedRecordException thrown =
        assertThrows(MalformedRecordException.class, () -> decoded(bytes));
    assertTrue(thrown.getMessage().contains("status below 7, got 42"), thrown.getMessage());
  }

  @Test
  void anotherMessageIsNoRecord() {
    byte[] bytes = encoded(records.record(1));
    bytes[2] = 20;
    MalformedRecordException thrown =
        assertThrows(MalformedRecordException.class, () -> decoded(bytes));
    assertTrue(thrown.getMessage().contains("template 20"), thrown.getMessage());
  }

  @Test
  void whatIsTooLongIsRefused() {
    RecordKey key = RecordKey.of(Kind.TOOL, "core.echo", "1.0.0");
    for (int length : new int[] {65_500, 65_535, 70_000, 1_000_000}) {
      assertTooLong(Registration.of(key).about("", "d".repeat(length), "").build());
      assertTooLong(Registration.of(key).tags("ü".repeat(length / 2)).build());
      assertTooLong(
          Registration.of(key).metadata(Document.of(Map.of("k", "v".repeat(length))), "").build());
    }
    String[] many = new String[70_000];
    Arrays.setAll(many, i -> "t" + i);
    assertTooLong(Registration.of(key).tags(many).build());
    encoded(stamped(Registration.of(key).about("", "d".repeat(65_000), "").build()));
  }

  private void assertTooLong(Registration registration) {
    RegistryRecord record = stamped(registration);
    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> encoder.encode(record));
    assertTrue(thrown.getMessage().contains("at most 65536 bytes"), thrown.getMessage());
  }

  private static RegistryRecord stamped(Registration registration) {
    return new RegistryRecord(
        registration.key(),
        registration.content(),
        registration.status(),
        registration.health(),
        registration.lease(),
        Statistics.NONE,
        new Stamp(1, 2, 3));
  }

  @Test
  void aSmallRecordIsSmall() {
    RecordKey key = RecordKey.service("payments-checkout-service-v2", "2.1.0", "10.0.0.7:7400");
    Registration small =
        Registration.of(key).category("payments").endpoint("tcp://10.0.0.7:7400").build();
    int bytes = encoder.encode(key) + encoder.encode(stamped(small));
    assertTrue(bytes <= 230, "key and record have " + bytes + " bytes");
  }
}
