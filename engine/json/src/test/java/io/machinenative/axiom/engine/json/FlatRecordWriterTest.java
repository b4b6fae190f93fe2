package io.machinenative.axiom.engine.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.Bytes;
import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.codec.Status;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** The short way writes what the long one writes, byte for byte. */
class FlatRecordWriterTest {
  private static final long SEED = 20261122;
  private static final int CASES = 5_000;
  private static final String MARKS = "az09 ~/{}\"\\\n\u007f\u00e4\u2028";

  /** Of each kind one. */
  record Order(long id, Integer count, boolean gift, String note) {}

  /** Not plain. */
  record Blob(Bytes bytes) {}

  @Test
  void whatItWritesTheLibraryWritesToo() {
    FlatRecordWriter<Order> writer = FlatRecordWriter.of(Order.class).orElseThrow();
    JsonMapper mapper = JsonDialect.mapper(JsonDialect.MAX_DEPTH);
    Random random = new Random(SEED);
    int written = 0;
    for (int i = 0; i < CASES; i++) {
      Order order = order(random);
      PayloadBuffer into = new PayloadBuffer(64, 4096, Status.RESULT_TOO_LARGE);
      into.write('!');
      boolean plain = writer.write(order, into);
      String expected = plain ? "!" + mapper.writeValueAsString(order) : "!";
      assertEquals(
          expected, new String(into.toArray(), UTF_8), () -> "seed " + SEED + ": " + order);
      written += plain ? 1 : 0;
    }
    assertTrue(written > CASES / 10, "only " + written + " of " + CASES + " were plain");
    assertTrue(FlatRecordWriter.of(Blob.class).isEmpty());
  }

  private static Order order(Random random) {
    long[] edges = {0, -1, 9, 10, Long.MIN_VALUE, Long.MAX_VALUE, random.nextLong()};
    StringBuilder note = new StringBuilder();
    for (int n = random.nextInt(4); n > 0; n--) {
      note.append(MARKS.charAt(random.nextInt(MARKS.length())));
    }
    return new Order(
        edges[random.nextInt(edges.length)] >> random.nextInt(Long.SIZE),
        random.nextInt(8) == 0 ? null : (Integer) random.nextInt(),
        random.nextBoolean(),
        random.nextInt(8) == 0 ? null : note.toString());
  }

  @Test
  void aResultAsLongAsTheLimitIsTakenAndALongerOneIsNot() {
    FlatRecordWriter<Order> writer = FlatRecordWriter.of(Order.class).orElseThrow();
    Order order = new Order(-12, 3, true, "note");
    int bytes = "{'id':-12,'count':3,'gift':true,'note':'note'}".length();
    assertTrue(writer.write(order, new PayloadBuffer(64, bytes, Status.RESULT_TOO_LARGE)));
    PayloadBuffer shorter = new PayloadBuffer(64, bytes - 1, Status.RESULT_TOO_LARGE);
    assertThrows(ToolException.class, () -> writer.write(order, shorter));
  }
}
