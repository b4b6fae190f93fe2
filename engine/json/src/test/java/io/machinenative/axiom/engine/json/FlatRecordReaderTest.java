package io.machinenative.axiom.engine.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.Bytes;
import io.machinenative.axiom.api.Constraint;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** The short way takes what the long one takes, and reads the same. */
class FlatRecordReaderTest {
  private static final long SEED = 20261122;
  private static final int CASES = 5_000;

  /** Of each kind one. */
  record Order(
      long id, @Constraint(minimum = 1, maximum = 99) int count, Boolean gift, String note) {
    Order {
      if (note.startsWith("never")) {
        throw new IllegalArgumentException("never");
      }
    }
  }

  /** Not plain. */
  record Blob(Bytes bytes) {}

  @Test
  void whatItTakesFitsTheSchemaAndReadsTheSame() {
    FlatRecordReader<Order> reader = FlatRecordReader.of(Order.class).orElseThrow();
    JsonMapper mapper = JsonDialect.mapper(JsonDialect.MAX_DEPTH);
    JsonSchema schema = JsonSchema.compile(RecordBinding.forInput(Order.class).schema());
    List<String> seeds =
        List.of(
            "{\"id\":12,\"count\":7,\"gift\":true,\"note\":\"a b\"}",
            " {\"note\" : \"\", \"gift\":false ,\n\"count\":99,\"id\":-9007199254740992}\t",
            "{\"id\":0,\"count\":1,\"gift\":null,\"note\":\"\\u0061\"}",
            "{\"id\":1e2,\"count\":1.0,\"gift\":true,\"note\":\"never\"}");
    Random random = new Random(SEED);
    int taken = 0;
    for (int i = 0; i < CASES; i++) {
      byte[] json = mutated(seeds.get(i % seeds.size()), i < seeds.size() ? 0 : 2, random);
      Order read = reader.read(new UnsafeBuffer(json), 0, json.length);
      if (read != null) {
        taken++;
        String text = new String(json, ISO_8859_1);
        assertEquals(List.of(), schema.check(json), () -> "seed " + SEED + ": " + text);
        assertEquals(mapper.readValue(json, Order.class), read, () -> "seed " + SEED + ": " + text);
      }
    }
    assertTrue(taken > CASES / 100, "only " + taken + " of " + CASES + " were plain");
    assertTrue(FlatRecordReader.of(Blob.class).isEmpty());
  }

  private static byte[] mutated(String seed, int most, Random random) {
    StringBuilder text = new StringBuilder(seed);
    String marks = "{}[]\",:0123456789-+.eEtfn \\\u00e4\t";
    for (int n = random.nextInt(most + 1); n > 0; n--) {
      int at = random.nextInt(text.length());
      char mark = marks.charAt(random.nextInt(marks.length()));
      switch (random.nextInt(3)) {
        case 0 -> text.setCharAt(at, mark);
        case 1 -> text.insert(at, mark);
        default -> text.deleteCharAt(at);
      }
    }
    return text.toString().getBytes(ISO_8859_1);
  }
}
