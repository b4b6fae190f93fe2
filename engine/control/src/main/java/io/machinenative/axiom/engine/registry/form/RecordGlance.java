package io.machinenative.axiom.engine.registry.form;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.machinenative.axiom.codec.MessageHeaderDecoder;
import io.machinenative.axiom.codec.RecordStatus;
import io.machinenative.axiom.codec.RegistryRecordDecoder;
import io.machinenative.axiom.engine.registry.model.Health;
import io.machinenative.axiom.engine.registry.model.Kind;
import io.machinenative.axiom.engine.registry.model.Status;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Shows where in a record's bytes its parts are, so that an index of a million records is made
 * without making a million records. For one thread; borrows the bytes until the next {@link #wrap};
 * allocates nothing but its errors.
 *
 * <p>It checks the form as {@link RecordDecoder} does, and which kinds and statuses there are; what
 * the texts say is left to who reads them.
 */
public final class RecordGlance {
  /** The texts of a record, in their order in its bytes. */
  public enum Text {
    NAME,
    VERSION,
    INSTANCE,
    TITLE,
    DESCRIPTION,
    AUTHOR,
    TYPE,
    CATEGORY,
    PLATFORM,
    REGION,
    ZONE
  }

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, LITTLE_ENDIAN);

  private static final int HEADER_BYTES = MessageHeaderDecoder.ENCODED_LENGTH;
  private static final int GROUP_BYTES = 4;
  private static final int SHORT_TEXTS = 12;
  private static final int LONG_TEXTS = 2;
  private static final int KINDS = Kind.values().length;
  private static final int STATUSES = Status.values().length;
  private static final int HEALTHS = Health.values().length;

  private final int[] textOffsets = new int[SHORT_TEXTS];
  private final int[] textLengths = new int[SHORT_TEXTS];
  private int[] labelOffsets = new int[16];
  private int[] labelLengths = new int[16];
  private byte[] bytes;
  private int start;
  private int end;
  private int tagCount;
  private int labelCount;

  /**
   * Looks at a record, message header first.
   *
   * @throws MalformedRecordException when the bytes are no record, or one of a kind or status that
   *     this version does not know
   */
  public RecordGlance wrap(byte[] buffer, int offset, int length) {
    bytes = buffer;
    start = offset;
    end = offset + length;
    require(length >= HEADER_BYTES, "a header", offset);
    require(
        uint16(offset + MessageHeaderDecoder.schemaIdEncodingOffset())
                == RegistryRecordDecoder.SCHEMA_ID
            && uint16(offset + MessageHeaderDecoder.templateIdEncodingOffset())
                == RegistryRecordDecoder.TEMPLATE_ID,
        "a record's schema and template",
        offset);
    int blockLength = uint16(offset);
    int at = offset + HEADER_BYTES;
    require(blockLength >= RegistryRecordDecoder.BLOCK_LENGTH, "a block", at);
    at = skip(at, blockLength);
    at = skipGroup(at, false);
    at = skipGroup(at, true);
    labelCount = 0;
    at = labels(at);
    tagCount = labelCount;
    at = labels(at);
    for (int i = 0; i < SHORT_TEXTS; i++) {
      int textLength = textLength(at);
      textOffsets[i] = at + Short.BYTES;
      textLengths[i] = textLength;
      at = skip(at + Short.BYTES, textLength);
    }
    for (int i = 0; i < LONG_TEXTS; i++) {
      require(end - at >= Integer.BYTES, "a text", at);
      int textLength = (int) INT.get(bytes, at);
      require(textLength >= 0, "a text of its length", at);
      at = skip(at + Integer.BYTES, textLength);
    }
    require(kind() < KINDS, "a kind that is known", at);
    require(status() < STATUSES, "a status that is known", at);
    require(expiredFrom() == null8() || expiredFrom() < STATUSES, "a status that is known", at);
    return this;
  }

  private static int null8() {
    return RecordStatus.NULL_VAL.value();
  }

  private int labels(int position) {
    require(end - position >= GROUP_BYTES, "a group", position);
    int blockLength = uint16(position);
    int entries = uint16(position + Short.BYTES);
    int at = position + GROUP_BYTES;
    for (int i = 0; i < entries; i++) {
      at = skip(at, blockLength);
      int length = textLength(at);
      if (labelCount == labelOffsets.length) {
        labelOffsets = Arrays.copyOf(labelOffsets, 2 * labelCount);
        labelLengths = Arrays.copyOf(labelLengths, 2 * labelCount);
      }
      labelOffsets[labelCount] = at + Short.BYTES;
      labelLengths[labelCount++] = length;
      at = skip(at + Short.BYTES, length);
    }
    return at;
  }

  private int skipGroup(int position, boolean withText) {
    require(end - position >= GROUP_BYTES, "a group", position);
    int blockLength = uint16(position);
    int entries = uint16(position + Short.BYTES);
    int at = position + GROUP_BYTES;
    for (int i = 0; i < entries; i++) {
      at = skip(at, blockLength);
      at = withText ? skip(at + Short.BYTES, textLength(at)) : at;
    }
    return at;
  }

  private int textLength(int at) {
    require(end - at >= Short.BYTES, "a text", at);
    return uint16(at);
  }

  private int skip(int at, int length) {
    require(length <= end - at, "a part of its length", at);
    return at + length;
  }

  private int uint16(int at) {
    return (short) SHORT.get(bytes, at) & 0xFFFF;
  }

  private long int64(int offset) {
    return (long) LONG.get(bytes, start + HEADER_BYTES + offset);
  }

  private int uint8(int offset) {
    return bytes[start + HEADER_BYTES + offset] & 0xFF;
  }

  private void require(boolean holds, String expected, int at) {
    if (!holds) {
      throw new MalformedRecordException(
          "expected " + expected + " within the record, got none at byte " + (at - start));
    }
  }

  /** The bytes in which the parts are. Borrowed. */
  public byte[] bytes() {
    return bytes;
  }

  public int offset(Text text) {
    return textOffsets[text.ordinal()];
  }

  public int length(Text text) {
    return textLengths[text.ordinal()];
  }

  /** How many tags there are. */
  public int tags() {
    return tagCount;
  }

  /** How many tags and capabilities there are; the tags come first. */
  public int labels() {
    return labelCount;
  }

  public int labelOffset(int label) {
    return labelOffsets[label];
  }

  public int labelLength(int label) {
    return labelLengths[label];
  }

  /** The kind's place among its constants. */
  public int kind() {
    return uint8(RegistryRecordDecoder.kindEncodingOffset());
  }

  /** The status's place among its constants. */
  public int status() {
    return uint8(RegistryRecordDecoder.statusEncodingOffset());
  }

  /** The health's place among its constants; unknown for one of a later version. */
  public int health() {
    int raw = uint8(RegistryRecordDecoder.healthEncodingOffset());
    return raw < HEALTHS ? raw : Health.UNKNOWN.ordinal();
  }

  private int expiredFrom() {
    return uint8(RegistryRecordDecoder.expiredFromEncodingOffset());
  }

  /** Whether the lease has expired. */
  public boolean isExpired() {
    return expiredFrom() != null8();
  }

  /** 0: no lease. */
  public long leaseMs() {
    return int32(RegistryRecordDecoder.leaseMsEncodingOffset()) & 0xFFFF_FFFFL;
  }

  private int int32(int offset) {
    return (int) INT.get(bytes, start + HEADER_BYTES + offset);
  }

  public long registeredAtMs() {
    return int64(RegistryRecordDecoder.registeredAtMsEncodingOffset());
  }

  public long updatedAtMs() {
    return int64(RegistryRecordDecoder.updatedAtMsEncodingOffset());
  }
}
