package io.machinenative.axiom.engine.registry.form;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.machinenative.axiom.codec.GroupSizeEncodingDecoder;
import io.machinenative.axiom.codec.MessageHeaderDecoder;
import io.machinenative.axiom.codec.RegistryRecordDecoder;
import org.agrona.DirectBuffer;

/**
 * Walks over a RegistryRecord before a decoder touches it, so that no length can lead out of its
 * bytes. Stateless; allocates nothing but its errors.
 *
 * <pre>
 *  | header 8 | block | statistics | endpoints | tags | capabilities | 12 texts | 2 long texts | later fields ... |
 * </pre>
 */
final class RecordShape {
  private static final int HEADER_BYTES = MessageHeaderDecoder.ENCODED_LENGTH;
  private static final int SHORT_TEXTS = 12;
  private static final int LONG_TEXTS = 2;
  private static final int STATISTICS_BLOCK_BYTES =
      RegistryRecordDecoder.StatisticsDecoder.sbeBlockLength();
  private static final int ENDPOINT_BLOCK_BYTES =
      RegistryRecordDecoder.EndpointsDecoder.sbeBlockLength();

  private RecordShape() {}

  /**
   * @throws MalformedRecordException when the bytes are not a whole record of this or a later
   *     version
   */
  static void check(DirectBuffer buffer, int offset, int length) {
    int end = offset + length;
    require(length >= HEADER_BYTES, "a header", "length", offset, offset);
    int schemaId = uint16(buffer, offset + MessageHeaderDecoder.schemaIdEncodingOffset());
    int templateId = uint16(buffer, offset + MessageHeaderDecoder.templateIdEncodingOffset());
    if (schemaId != RegistryRecordDecoder.SCHEMA_ID
        || templateId != RegistryRecordDecoder.TEMPLATE_ID) {
      throw new MalformedRecordException(
          "expected a record, schema "
              + RegistryRecordDecoder.SCHEMA_ID
              + " and template "
              + RegistryRecordDecoder.TEMPLATE_ID
              + ", got schema "
              + schemaId
              + " and template "
              + templateId);
    }
    int blockLength = uint16(buffer, offset);
    int at = offset + HEADER_BYTES;
    require(
        blockLength >= RegistryRecordDecoder.BLOCK_LENGTH && blockLength <= end - at,
        "a block of this version or a later one",
        "block",
        at,
        offset);
    at = group(buffer, at + blockLength, end, STATISTICS_BLOCK_BYTES, false, offset);
    at = group(buffer, at, end, ENDPOINT_BLOCK_BYTES, true, offset);
    at = group(buffer, at, end, 0, true, offset);
    at = group(buffer, at, end, 0, true, offset);
    for (int i = 0; i < SHORT_TEXTS; i++) {
      at = shortText(buffer, at, end, offset);
    }
    for (int i = 0; i < LONG_TEXTS; i++) {
      at = longText(buffer, at, end, offset);
    }
  }

  private static int group(
      DirectBuffer buffer,
      int position,
      int end,
      int minBlockLength,
      boolean withText,
      int offset) {
    require(
        end - position >= GroupSizeEncodingDecoder.ENCODED_LENGTH,
        "a group",
        "dimensions",
        position,
        offset);
    int blockLength = uint16(buffer, position);
    int entries = uint16(buffer, position + 2);
    int at = position + GroupSizeEncodingDecoder.ENCODED_LENGTH;
    require(
        entries == 0 || blockLength >= minBlockLength,
        "entries of this version or a later one",
        "group",
        position,
        offset);
    for (int i = 0; i < entries; i++) {
      require(blockLength <= end - at, "an entry", "block", at, offset);
      at += blockLength;
      if (withText) {
        at = shortText(buffer, at, end, offset);
      }
    }
    return at;
  }

  private static int shortText(DirectBuffer buffer, int position, int end, int offset) {
    require(end - position >= Short.BYTES, "a text", "length", position, offset);
    int length = uint16(buffer, position);
    int at = position + Short.BYTES;
    require(length <= end - at, "a text of its length", "text", at, offset);
    return at + length;
  }

  private static int longText(DirectBuffer buffer, int position, int end, int offset) {
    require(end - position >= Integer.BYTES, "a text", "length", position, offset);
    long length = buffer.getInt(position, LITTLE_ENDIAN) & 0xFFFF_FFFFL;
    int at = position + Integer.BYTES;
    require(length <= end - at, "a text of its length", "text", at, offset);
    return at + (int) length;
  }

  private static int uint16(DirectBuffer buffer, int position) {
    return buffer.getShort(position, LITTLE_ENDIAN) & 0xFFFF;
  }

  private static void require(boolean holds, String expected, String part, int at, int offset) {
    if (!holds) {
      throw new MalformedRecordException(
          "expected "
              + expected
              + " within the record, got a "
              + part
              + " that does not fit at byte "
              + (at - offset));
    }
  }
}
