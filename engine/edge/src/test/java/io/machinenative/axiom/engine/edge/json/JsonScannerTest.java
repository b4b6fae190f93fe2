package io.machinenative.axiom.engine.edge.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.engine.json.Json;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scanner and a parser that builds trees agree on what is JSON. */
class JsonScannerTest {
  private static final long SEED = 20260728;
  private static final int TEXTS = 60_000;

  /** Pieces that make and break JSON. */
  private static final String[] PIECES = {
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "\"",
    "\\",
    "\"a\"",
    "\"b\"",
    "\"\\u00e9\"",
    "\"\\ud83d\"",
    "\"é\"",
    "1",
    "-0",
    "01",
    "1.5",
    "1.",
    "1e5",
    "1e",
    "-",
    "true",
    "false",
    "null",
    "nul",
    " ",
    "\n",
    "\t",
    "\u0001",
    "\"a\":1",
    "\"a\":{\"b\":[1,2]}",
    "/",
    "+1",
    "1E-2",
    "\"\\/\"",
    "\"\\x\""
  };

  private static final byte[][] BAD_UTF8 = {
    {(byte) 0xC0, (byte) 0x80}, {(byte) 0xED, (byte) 0xA0, (byte) 0x80}, {(byte) 0xF5, 0, 0, 0},
    {(byte) 0x80}, {(byte) 0xE2, (byte) 0x82}, {(byte) 0xF0, (byte) 0x80, (byte) 0x80, (byte) 0x80}
  };

  private final JsonScanner scanner = new JsonScanner();

  @Test
  void agreesWithAParserOnGeneratedTexts() {
    Random random = new Random(SEED);
    int accepted = 0;
    for (int i = 0; i < TEXTS; i++) {
      byte[] text = random.nextInt(4) == 0 ? mutated(random) : pieces(random);
      boolean ours = scans(text);
      accepted += ours ? 1 : 0;
      String described = "seed " + SEED + ", text " + i + ": " + new String(text, UTF_8);
      assertEquals(parses(text), ours, described);
    }
    assertTrue(accepted > TEXTS / 50, "too few texts were JSON: " + accepted);
  }

  private static byte[] pieces(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(8); i >= 0; i--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString().getBytes(UTF_8);
  }

  private static byte[] mutated(Random random) {
    byte[] text =
        "{\"jsonrpc\":\"2.0\",\"id\":17,\"params\":{\"name\":\"\\u0041é\",\"as it stands, eight at once\":\"\\n0123456789~\",\"list\":[1,-2.5e3,null]}}"
            .getBytes(UTF_8);
    int at = random.nextInt(text.length);
    switch (random.nextInt(4)) {
      case 0 -> text[at] = (byte) random.nextInt(256);
      case 1 -> text = Arrays.copyOf(text, at);
      case 2 -> {
        byte[] bad = BAD_UTF8[random.nextInt(BAD_UTF8.length)];
        System.arraycopy(bad, 0, text, Math.min(at, text.length - bad.length), bad.length);
      }
      default -> {}
    }
    return text;
  }

  private boolean scans(byte[] text) {
    try {
      scanner.wrap(text, 0, text.length).requireOneValue();
      return true;
    } catch (JsonDefect _) {
      return false;
    }
  }

  /** Names that occur twice are looked for elsewhere. */
  private static boolean parses(byte[] text) {
    try {
      Json.read(text);
      return true;
    } catch (ToolException e) {
      return e.getMessage().contains("uplicate");
    }
  }

  @Test
  void depthIsBounded() {
    String deepest = "[".repeat(JsonScanner.MAX_DEPTH) + "]".repeat(JsonScanner.MAX_DEPTH);
    assertTrue(scans(deepest.getBytes(UTF_8)));
    assertEquals(false, scans(("[" + deepest + "]").getBytes(UTF_8)));
    assertEquals(false, scans("[{\"a\":".repeat(100_000).getBytes(UTF_8)));
  }

  @Test
  void membersAreFoundAtEachLevel() {
    byte[] text =
        " {\"id\" : \"x\\\"y\", \"params\":{\"_meta\":{\"k\":[1]},\"name\":\"t\"},\"n\\u0061me\":7} "
            .getBytes(UTF_8);
    Members top = new Members();
    Members params = new Members();
    Members meta = new Members();
    byte[][] names = {JsonText.ascii("params"), JsonText.ascii("_meta")};
    scanner.wrap(text, 0, text.length).requireObject(new Members[] {top, params, meta}, names);
    assertEquals("x\"y", top.text(JsonText.ascii("id")));
    assertEquals("t", params.text(JsonText.ascii("name")));
    assertEquals("[1]", new String(meta.copy(meta.find(JsonText.ascii("k"))), UTF_8));
    assertEquals("7", new String(top.copy(top.find(JsonText.ascii("name"))), UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1,\"a\":2}",
        "{\"a\":1,\"\\u0061\":2}",
        "{\"params\":{\"x\":1,\"x\":2}}",
        "{\"params\":{},\"par\\u0061ms\":{}}",
        "[1]",
        "{\"a\":1} {}"
      })
  void whatMayMeanTwoThingsIsRefused(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    Members[] levels = {new Members(), new Members()};
    byte[][] names = {JsonText.ascii("params")};
    scanner.wrap(bytes, 0, bytes.length);
    assertThrows(JsonDefect.class, () -> scanner.requireObject(levels, names));
  }
}
