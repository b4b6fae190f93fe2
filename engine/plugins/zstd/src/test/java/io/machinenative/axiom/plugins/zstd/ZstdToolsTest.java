package io.machinenative.axiom.plugins.zstd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.json.GuardedCall;
import io.machinenative.axiom.engine.json.Json;
import io.machinenative.axiom.engine.json.ToolFaces;
import io.machinenative.axiom.plugins.files.FileRoots;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tools as callers see them. */
class ZstdToolsTest {
  private static final int MAX_REPLY_BYTES = 1 << 22;
  private static final long SEED = 8878;

  @TempDir private Path folder;
  private final Map<String, Tool> tools = new HashMap<>();

  @BeforeEach
  void mount() throws IOException {
    ZstdResources resources =
        new ZstdResources(
            new FileRoots(List.of(folder)),
            Arena::ofShared,
            Thread.ofPlatform().daemon().factory(),
            2,
            SystemNanoClock.INSTANCE,
            new LevelRules(1, 19),
            CompressSettings.MIN_CHUNK_BYTES,
            1L << 30);
    for (Tool tool : ZstdPlugin.tools(resources)) {
      tools.put(tool.name(), tool);
    }
  }

  private GuardedCall begin(Object arguments) {
    return GuardedCall.json(Json.text(arguments));
  }

  private Map<?, ?> call(String tool, Object arguments) throws Exception {
    var handlers = ToolFaces.of(tools.get(tool), MAX_REPLY_BYTES).handlers();
    return (Map<?, ?>) Json.read(begin(arguments).run(handlers[ContentType.JSON.value()]).reply());
  }

  @Test
  void describeEverything() {
    for (Tool tool : tools.values()) {
      ToolFaces faces = ToolFaces.of(tool, MAX_REPLY_BYTES);
      for (String schema : List.of(faces.inputSchema(), faces.outputSchema())) {
        Map<?, ?> root = (Map<?, ?>) Json.read(schema.getBytes(UTF_8));
        assertTrue(root.containsKey("description"), tool.name() + " " + schema);
        ((Map<?, ?>) root.get("properties"))
            .forEach((name, property) ->
                assertTrue(((Map<?, ?>) property).containsKey("description"), tool + "." + name));
      }
    }
  }

  @Test
  void keepATreeAndNameWhatFails() throws Exception {
    Path source = Files.createDirectories(folder.resolve("tree/a/b")).getParent().getParent();
    Files.writeString(source.resolve("one.txt"), "one ".repeat(50_000));
    Files.writeString(source.resolve("a/two.json"), "{}");
    Files.createFile(source.resolve("a/b/empty"));
    Files.write(source.resolve("a/skip.tmp"), new byte[10]);
    Files.createSymbolicLink(source.resolve("a/link"), source.resolve("one.txt"));

    Map<?, ?> made =
        call(
            "zstd.compress",
            Map.of("source", "tree", "target", "packed", "exclude", List.of("*.tmp")));
    assertEquals("SUCCESS", made.get("outcome"), made.toString());
    assertEquals(3, ((Number) made.get("files")).intValue());
    assertEquals(2, ((Number) made.get("skipped")).intValue());

    Path packed = folder.resolve("packed");
    byte[] damaged = Files.readAllBytes(packed.resolve("one.txt.zst"));
    damaged[damaged.length / 2] ^= 1;
    Files.write(packed.resolve("one.txt.zst"), damaged);
    Map<?, ?> verified = call("zstd.verify", Map.of("source", "packed"));
    assertEquals("PARTIAL_SUCCESS", verified.get("outcome"));
    assertTrue(verified.get("warnings").toString().contains("one.txt.zst"), verified.toString());

    Map<?, ?> back = call("zstd.decompress", Map.of("source", "packed", "target", "back"));
    assertEquals("PARTIAL_SUCCESS", back.get("outcome"));
    assertFalse(Files.exists(folder.resolve("back/one.txt")));
    assertEquals("{}", Files.readString(folder.resolve("back/a/two.json")));
    assertEquals(0, Files.size(folder.resolve("back/a/b/empty")));
    assertEquals(
        Files.getLastModifiedTime(source.resolve("a/two.json")),
        Files.getLastModifiedTime(folder.resolve("back/a/two.json")));
  }

  /** The same words: as text, as what nobody knows, as a picture; and noise that is called text. */
  @Test
  void chooseTheLevelByWhatAFileIs() throws Exception {
    Random random = new Random(SEED);
    StringBuilder words = new StringBuilder();
    while (words.length() < 300_000) {
      words.append("word").append(random.nextInt(5000)).append(' ');
    }
    byte[] noise = new byte[300_000];
    random.nextBytes(noise);
    for (String name : List.of("a.json", "a.jpg", "a.unknown")) {
      Files.writeString(folder.resolve(name), words);
    }
    Files.write(folder.resolve("noise.json"), noise);

    long text = packed(Map.of("source", "a.json"));
    long usual = packed(Map.of("source", "a.unknown"));
    long stored = packed(Map.of("source", "a.jpg"));
    assertTrue(text < usual * 0.95, text + " as text, else " + usual);
    assertTrue(stored > words.length() * 0.95, stored + " of " + words.length());
    assertEquals(text, packed(Map.of("source", "a.jpg", "level", 19, "overwrite", true)));
    Map<?, ?> made = call("zstd.compress", Map.of("source", "noise.json"));
    assertTrue(made.get("warnings").toString().contains("4 chunks did not compress"), "" + made);
  }

  private long packed(Map<String, Object> arguments) throws Exception {
    return ((Number) call("zstd.compress", arguments).get("outputBytes")).longValue();
  }

  @Test
  void overwriteAndRemoveOnlyWhenTold() throws Exception {
    Files.writeString(folder.resolve("f"), "x".repeat(1000));
    Files.writeString(folder.resolve("f.zst"), "precious");
    var refusal =
        begin(Map.of("source", "f"))
            .refusal(
                ToolFaces.of(tools.get("zstd.compress"), MAX_REPLY_BYTES)
                    .handlers()[ContentType.JSON.value()]);
    GuardedCall.requireStatus(Status.TOOL_ERROR, refusal);
    assertEquals("precious", Files.readString(folder.resolve("f.zst")));

    call("zstd.compress", Map.of("source", "f", "overwrite", true, "removeSource", true));
    assertFalse(Files.exists(folder.resolve("f")));
    call("zstd.decompress", Map.of("source", "f.zst"));
    assertEquals("x".repeat(1000), Files.readString(folder.resolve("f")));
  }

  @Test
  void limitWhatAPayloadBecomes() throws Exception {
    String zeros = Base64.getEncoder().encodeToString(new byte[100_000]);
    Map<?, ?> frame = call("zstd.compress-bytes", Map.of("data", zeros));
    var refusal =
        begin(Map.of("data", frame.get("data"), "maxBytes", 99_999))
            .refusal(
                ToolFaces.of(tools.get("zstd.decompress-bytes"), MAX_REPLY_BYTES)
                    .handlers()[ContentType.JSON.value()]);
    assertTrue(refusal.getMessage().contains("maxBytes"), refusal.getMessage());
    assertEquals(
        zeros, call("zstd.decompress-bytes", Map.of("data", frame.get("data"))).get("data"));
  }

  @Test
  void trainADictionaryAndUseIt() throws Exception {
    Path samples = Files.createDirectory(folder.resolve("samples"));
    for (int i = 0; i < 500; i++) {
      Files.writeString(samples.resolve(i + ".json"), message(i));
    }
    Map<?, ?> trained =
        call("zstd.train", Map.of("folder", "samples", "maxBytes", 4096, "target", "d"));
    double gain =
        ((Number) trained.get("ratioWith")).doubleValue()
            / ((Number) trained.get("ratioWithout")).doubleValue();
    assertTrue(gain > 1.5, trained.toString());

    byte[] message = message(4711).getBytes(UTF_8);
    Map<?, ?> frame =
        call(
            "zstd.compress-bytes",
            Map.of("data", Base64.getEncoder().encodeToString(message), "dictionary", "d"));
    Map<?, ?> back =
        call("zstd.decompress-bytes", Map.of("data", frame.get("data"), "dictionary", "d"));
    assertArrayEquals(message, Base64.getDecoder().decode((String) back.get("data")));
    call("zstd.compress", Map.of("source", "samples/7.json", "target", "7.zst", "dictionary", "d"));
    call("zstd.decompress", Map.of("source", "7.zst", "target", "7", "dictionary", "d"));
    assertEquals(message(7), Files.readString(folder.resolve("7")));
  }

  private static String message(int i) {
    return "{\"id\":%d,\"tool\":\"core.echo\",\"took_ns\":%d,\"outcome\":\"ok\"}"
        .formatted(i, i * 7919L);
  }

  @Test
  void estimateWithoutReadingEverything() throws Exception {
    Files.writeString(folder.resolve("log"), "a line of a log with nothing new\n".repeat(100_000));
    Map<?, ?> estimate =
        call(
            "zstd.estimate",
            Map.of("source", "log", "levels", List.of(1, 19), "sampleBytes", 1 << 20));
    assertEquals(1 << 20, ((Number) estimate.get("sampledBytes")).intValue());
    assertEquals(2, ((List<?>) estimate.get("levels")).size());
    Map<?, ?> first = (Map<?, ?>) ((List<?>) estimate.get("levels")).getFirst();
    assertTrue(((Number) first.get("ratio")).doubleValue() > 10, estimate.toString());
  }
}
