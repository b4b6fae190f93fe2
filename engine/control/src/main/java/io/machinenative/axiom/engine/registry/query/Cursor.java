package io.machinenative.axiom.engine.registry.query;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.engine.registry.model.RecordKey;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Objects;

/**
 * Where a page ended: the last record's place in the order, not a number of records, so that what
 * comes and goes before it moves nothing. Immutable.
 *
 * <p>Walking pages to the end shows every record that fitted all the while and whose place in the
 * order did not change, exactly once. One that came, went or began or ceased to fit meanwhile may
 * be shown or not, never twice; but one that went and came again has another time of registration,
 * and is another one by that order. One that moves by its time of update or status may be shown
 * twice or missed, and whoever must have all follows the change feed from the first page's
 * revision.
 *
 * <pre>
 *  0        1            9                17                    base64url, no padding
 *  +--------+------------+----------------+------------+
 *  | order  | filter     | place in order | key, ASCII |
 *  +--------+------------+----------------+------------+
 * </pre>
 *
 * @param filterHash so that it is not used for another question
 * @param place of the last record in the order: time, status or 0
 */
record Cursor(Order order, long filterHash, long place, RecordKey key) {
  private static final int FIXED_BYTES = 1 + 2 * Long.BYTES;
  private static final int MAX_CHARS = 1024;

  Cursor {
    Objects.requireNonNull(order, "order");
    Objects.requireNonNull(key, "key");
  }

  /**
   * Reads a cursor that continues a query.
   *
   * @throws IllegalArgumentException when the text is none, or one of another filter or order
   */
  static Cursor of(Query query) {
    Cursor cursor = parse(query.cursor());
    if (!cursor.order.equals(query.order()) || cursor.filterHash != hash(query.filter())) {
      throw new IllegalArgumentException(
          "expected the cursor of a page of the same filter and order, got one of another");
    }
    return cursor;
  }

  private static Cursor parse(String text) {
    if (text.length() > MAX_CHARS) {
      throw noCursor(null);
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text.getBytes(US_ASCII)));
      int order = bytes.get();
      long filterHash = bytes.getLong();
      long place = bytes.getLong();
      byte[] key = new byte[bytes.remaining()];
      bytes.get(key);
      return new Cursor(
          new Order(Sort.values()[order >> 1], (order & 1) != 0),
          filterHash,
          place,
          RecordKey.parse(new String(key, US_ASCII)));
    } catch (IllegalArgumentException
        | BufferUnderflowException
        | ArrayIndexOutOfBoundsException e) {
      throw noCursor(e);
    }
  }

  private static IllegalArgumentException noCursor(Exception cause) {
    return new IllegalArgumentException("expected the cursor of a page, got another text", cause);
  }

  /** 64 bits of FNV-1a over the filter's text. */
  static long hash(Filter filter) {
    long hash = 0xCBF29CE484222325L;
    for (byte octet : canonical(filter).getBytes(UTF_8)) {
      hash = (hash ^ (octet & 0xFF)) * 0x100000001B3L;
    }
    return hash;
  }

  /** The filter's text, its sets in the order of their constants. */
  private static String canonical(Filter filter) {
    StringBuilder text = new StringBuilder();
    text.append(filter.kind()).append(filter.name()).append(filter.versions());
    text.append(filter.platform()).append(filter.type()).append(filter.category());
    text.append(filter.region()).append(filter.zone());
    text.append(filter.tags()).append(filter.capabilities());
    filter.statuses().stream().sorted().forEach(text::append);
    text.append('/');
    filter.healths().stream().sorted().forEach(text::append);
    return text.append(filter.registered())
        .append(filter.updated())
        .append(filter.textPrefix())
        .toString();
  }

  /** As a client carries it. */
  String text() {
    byte[] keyBytes = key.toString().getBytes(US_ASCII);
    ByteBuffer bytes = ByteBuffer.allocate(FIXED_BYTES + keyBytes.length);
    bytes.put((byte) (order.sort().ordinal() << 1 | (order.descending() ? 1 : 0)));
    bytes.putLong(filterHash).putLong(place).put(keyBytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }
}
