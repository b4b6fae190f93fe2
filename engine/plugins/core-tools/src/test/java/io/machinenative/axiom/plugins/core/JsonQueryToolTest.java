package io.machinenative.axiom.plugins.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.RawHandler;
import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.json.GuardedCall;
import io.machinenative.axiom.engine.json.Json;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonQueryToolTest {
  private static final String STORE =
      "{\"b\":[{\"p\":1.5,\"t\":\"x\"},{\"p\":2,\"t\":null}],\"z\":null,\"a\":12345678901234567890}";

  private final RawHandler json = CoreTools.handler("core.json-query", ContentType.JSON);
  private final RawHandler compound = CoreTools.handler("core.json-query", ContentType.COMPOUND);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "$.b[*].p|[1.5,2]",
        "$.b[0]|[{\"p\":1.5,\"t\":\"x\"}]",
        "$..p|[1.5,2]",
        "$.b[?(@.p > 1.7)].p|[2]",
        "$.b[-1:].p|[2]",
        "$.z|[null]",
        "$.a|[12345678901234567890]",
        "$['b'][1]['t']|[null]",
        "$.b.length()|[2]",
        "$..p.sum()|[3.5]",
        "$.keys()|[[\"b\",\"z\",\"a\"]]",
        "$.nope|[]",
        "$.b[9]|[]",
        "$..nope|[]",
        "$|[" + STORE + "]",
      })
  void findsTheSameInlineAndAttached(String path, String matches) throws Exception {
    String expected = "\"matches\":" + matches + "}";

    String inline = query(path, Json.read(STORE)).run(json).replyText();
    assertTrue(inline.endsWith(expected), inline);
    assertEquals(inline, attached(path, STORE.getBytes(UTF_8)).run(compound).replyText());
  }

  @Test
  void countsBeyondTheLimit() throws Exception {
    GuardedCall call =
        GuardedCall.json("{\"path\":\"$[*]\",\"document\":[1,2,3],\"limit\":2}").run(json);

    assertEquals("{\"count\":3,\"matches\":[1,2]}", call.replyText());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "b",
        "@.b",
        "$[",
        "$.b[?(",
        "$.b[?(@.t =~ /(a+)+$/)]",
        "$..",
        "$.b[?(@.p ~ 1)]"
      })
  void refusesWhatIsNoPath(String path) throws Exception {
    GuardedCall.requireStatus(Status.INVALID_ARGUMENT, query(path, Json.read(STORE)).refusal(json));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$.b[?(@.t =~ /(a+)+$/)]",
        "$.b[?(@.t contains 'x')]",
        "$.b[?(@.t conta\u0131n\u017F 'x')]",
        "$.b[?(@ SubsetOf $.b)]",
        "$.b[?(@['t']anyof $.b)]",
        "$.b[?($.b noneof $.b)]",
        "$.b[?($.b all $.b)]",
        "$.b.append($)",
        "$.concat ($.a)"
      })
  void refusesWhatHasNoBound(String path) throws Exception {
    ToolException refusal = query(path, Json.read(STORE)).refusal(json);

    GuardedCall.requireStatus(Status.INVALID_ARGUMENT, refusal);
    assertTrue(
        refusal.getMessage().startsWith("/path: expected a path that only finds values"),
        refusal.getMessage());
  }

  @Test
  void findsPropertiesNamedLikeOperators() throws Exception {
    assertEquals(
        "{\"count\":1,\"matches\":[1]}",
        query("$.contains.all", Map.of("contains", Map.of("all", 1))).run(json).replyText());
  }

  @Test
  void stopsWhenTheTimeIsOver() throws Exception {
    AtomicLong nowNs = new AtomicLong(Long.MAX_VALUE);
    RawHandler slow =
        CoreTools.handler(
            JsonQueryTool.tool(() -> nowNs.getAndAdd(QueryBudget.MAX_DURATION_NS)),
            ContentType.COMPOUND);
    String wide = "[" + "0,".repeat(1000) + "0]";

    ToolException refusal = attached("$..*", wide.getBytes(UTF_8)).refusal(slow);
    GuardedCall.requireStatus(Status.TOOL_ERROR, refusal);
    assertTrue(refusal.getMessage().contains("10 seconds"), refusal.getMessage());
  }

  @Test
  void refusesLongPaths() throws Exception {
    GuardedCall.requireStatus(
        Status.INVALID_ARGUMENT,
        query("$" + ".a".repeat(JsonQueryTool.MAX_PATH_CHARS / 2), Map.of()).refusal(json));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[1,]",
        "{'a':1}",
        "{a:1}",
        "01",
        "NaN",
        "tru",
        "{} {}",
        "{\"a\":1,\"a\":2}",
        "1e400",
        "[-1e400]",
        "\"\t\"",
        "\uFEFF{}"
      })
  void refusesDocumentsThatAreNotJson(String document) throws Exception {
    GuardedCall.requireStatus(
        Status.INVALID_ARGUMENT, attached("$", document.getBytes(UTF_8)).refusal(compound));
  }

  @Test
  void refusesDocumentsOutOfBounds() throws Exception {
    requireRefused(attached("$", new byte[] {'"', (byte) 0xFF, '"'}), "UTF-8");
    requireRefused(attached("$", new byte[DocumentText.MAX_DOCUMENT_BYTES + 1]), "at most");
    for (int depth : new int[] {DocumentText.MAX_DEPTH + 1, 1000, 1_000_000}) {
      requireRefused(
          attached("$", "[".repeat(depth).concat("]".repeat(depth)).getBytes(UTF_8)), "expected");
    }
    int deepest = DocumentText.MAX_DEPTH;
    String document = "[".repeat(deepest).concat("]".repeat(deepest));
    assertEquals(
        "{\"count\":1,\"matches\":[" + document + "]}",
        attached("$", document.getBytes(UTF_8)).run(compound).replyText());
  }

  @Test
  void takesExactlyOneDocument() throws Exception {
    GuardedCall.requireStatus(
        Status.INVALID_ARGUMENT, GuardedCall.json("{\"path\":\"$\"}").refusal(json));
    GuardedCall.requireStatus(
        Status.INVALID_ARGUMENT,
        GuardedCall.json("{\"path\":\"$\",\"document\":1,\"data\":\"MQ==\"}").refusal(json));
  }

  @Test
  void boundsPathsThatExplode() throws Exception {
    String wide = "[0,".repeat(50) + "0" + ",0]".repeat(49) + ",0".repeat(5000) + "]";
    for (String path : new String[] {"$..*..*..*..*..*", "$..*..*..*..*..[?(@.x)]"}) {
      ToolException refusal = attached(path, wide.getBytes(UTF_8)).refusal(compound);
      GuardedCall.requireStatus(Status.TOOL_ERROR, refusal);
      assertTrue(refusal.getMessage().startsWith("expected a path"), refusal.getMessage());
    }
  }

  @Test
  void stopsWhenCancelled() throws Exception {
    String wide = "[" + "0,".repeat(10_000) + "0]";
    GuardedCall.requireStatus(
        Status.CANCELLED,
        attached("$..*", wide.getBytes(UTF_8)).cancelledAfter(2).refusal(compound));
  }

  @Test
  void survivesSeededPaths() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    String[] parts = {
      "$",
      "..",
      ".",
      "*",
      "[",
      "]",
      "(",
      ")",
      "?",
      "@",
      "b",
      "p",
      "'",
      "\"",
      "0",
      "-1",
      ":",
      ",",
      " == ",
      " > ",
      " in ",
      "&&",
      "||",
      "!",
      "length()",
      "sum()",
      "concat(",
      "min()",
      "{",
      "}",
      "null",
      "true",
      "\\",
      "t",
      "first()",
      "index(0)"
    };
    byte[] document = STORE.getBytes(UTF_8);
    for (int i = 0; i < 3000; i++) {
      StringBuilder path = new StringBuilder("$");
      for (int length = random.nextInt(12); length > 0; length--) {
        path.append(parts[random.nextInt(parts.length)]);
      }
      try {
        attached(path.toString(), document).run(compound);
      } catch (ToolException e) {
        assertTrue(
            e.status() == Status.INVALID_ARGUMENT || e.status() == Status.TOOL_ERROR,
            () -> path + " seed " + seed + ": " + e);
      } catch (Exception | Error e) {
        throw new AssertionError(path + " seed " + seed, e);
      }
    }
  }

  @Test
  void survivesDeeplyNestedPaths() throws Exception {
    for (String path :
        new String[] {
          "$" + "[?(".repeat(340),
          "$" + "[?(@".repeat(250),
          "$[?(" + "(".repeat(1000),
          "$[?(" + "!".repeat(1000),
          "$.concat(".repeat(110),
          "$" + "..a".repeat(341),
          "$" + "[".repeat(1000)
        }) {
      ToolException e = null;
      try {
        attached(path, STORE.getBytes(UTF_8)).run(compound);
      } catch (ToolException refusal) {
        e = refusal;
      }
      assertTrue(e == null || e.status() != Status.TOOL_FAULT);
    }
  }

  private void requireRefused(GuardedCall call, String part) throws Exception {
    ToolException refusal = call.refusal(compound);
    GuardedCall.requireStatus(Status.INVALID_ARGUMENT, refusal);
    assertTrue(refusal.getMessage().contains(part), refusal.getMessage());
  }

  private static GuardedCall query(String path, Object document) {
    Map<String, Object> arguments = new HashMap<>();
    arguments.put("path", path);
    arguments.put("document", document);
    return GuardedCall.json(Json.text(arguments));
  }

  private static GuardedCall attached(String path, byte[] document) {
    return GuardedCall.of(
        ContentType.COMPOUND, Json.compound(Json.write(Map.of("path", path)), document));
  }
}
