package io.machinenative.axiom.engine.plugin.lent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.NotGrantedException;
import io.machinenative.axiom.engine.plugin.PluginException;
import io.machinenative.axiom.engine.plugin.PluginManifest;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** A plugin gets what its manifest asks for; the rest is refused, and taken back at the end. */
class LentContextTest {
  private static final String NOTHING = "{id: sample, version: 1.0.0, tools: []}";

  @TempDir private Path folder;
  private final List<Throwable> errors = new ArrayList<>();

  private LentContext lend(String manifest, Map<String, ?> settings) {
    PluginManifest parsed = PluginManifest.parse(manifest, "test");
    Lender lender =
        new Lender(
            null,
            () -> Instant.EPOCH,
            SystemNanoClock.INSTANCE,
            Thread.ofPlatform().daemon().factory(),
            name -> name.equals("pass") ? Optional.of(new byte[] {1, 2}) : Optional.empty(),
            () -> folder.resolve("data"),
            Optional.of(folder.resolve("logs")),
            errors::add);
    return lender.lend(
        parsed,
        CheckedConfiguration.of(parsed, settings),
        Services.NONE,
        getClass().getClassLoader());
  }

  @Test
  void refusesWhatWasNotAskedForAndSaysTheLine() {
    LentContext context = lend(NOTHING, Map.of());
    assertLine("requires: [java.lang.Runnable]", () -> context.service(Runnable.class));
    assertLine("exports: [java.lang.Runnable]", () -> context.export(Runnable.class, () -> {}));
    assertLine("permissions: {secrets: [pass]}", () -> context.secret("pass"));
    assertLine("limits: {threads: 1}", () -> context.threads().newThread(() -> {}));
    assertLine("limits: {memory: ...}", () -> context.memory().allocate((10L << 20) + 1, 8));
  }

  private static void assertLine(String line, Executable asks) {
    String message = assertThrows(NotGrantedException.class, asks).getMessage();
    assertTrue(message.contains(line), message);
    assertTrue(message.contains("META-INF/axiom/plugin.yaml"), message);
  }

  @Test
  void lendsWhatWasAskedFor() throws Exception {
    LentContext context =
        lend(
            "{id: sample, version: 1.0.0, tools: [], permissions: {secrets: [pass, none]}}",
            Map.of());
    assertArrayEquals(new byte[] {1, 2}, context.secret("pass"));
    assertTrue(
        assertThrows(IllegalStateException.class, () -> context.secret("none"))
            .getMessage()
            .contains("the server has none"));
    assertEquals(folder.resolve("data/sample"), context.dataFolder());
    assertTrue(Files.isDirectory(context.dataFolder()));
    context.metrics().counter("files").add(3);
    context.metrics().gauge("open").set(-1);
    assertEquals(Map.of("files", 3L, "open", -1L), context.metricValues());
    assertThrows(IllegalArgumentException.class, () -> context.metrics().counter("open"));
    context.logger().log(System.Logger.Level.INFO, "copied {0} files", 3);
    context.logger().log(System.Logger.Level.DEBUG, "not kept");
    assertEquals(
        "1970-01-01T00:00:00Z INFO copied 3 files",
        Files.readString(folder.resolve("logs/sample.log"), UTF_8).strip());
  }

  @Test
  void limitsMemoryAndFreesWhatWasForgotten() {
    LentContext context = lend(NOTHING.replace("}", ", limits: {memory: 4KiB}}"), Map.of());
    MemorySegment lasting = context.memory().allocate(1024, 8);
    Arena closed = context.memory().openArena();
    assertEquals(2048, closed.allocate(2048, 8).byteSize());
    assertThrows(NotGrantedException.class, () -> context.memory().allocate(2048, 8));
    closed.close();
    assertEquals(1024, context.memory().usedBytes());
    MemorySegment leaked = context.memory().openArena().allocate(512, 8);
    assertEquals(512, context.takeBack(errors::add, false).memoryBytes());
    assertFalse(lasting.scope().isAlive());
    assertFalse(leaked.scope().isAlive());
    assertEquals(0, context.memory().usedBytes());
    assertThrows(IllegalStateException.class, () -> context.memory().openArena());
    assertEquals(List.of(), errors);
  }

  @Test
  void countsThreadsAndNamesThoseThatAreLeft() throws Exception {
    LentContext context = lend(NOTHING.replace("}", ", limits: {threads: 1}}"), Map.of());
    context.threads().newThread(() -> {}).start();
    CountDownLatch interrupted = new CountDownLatch(1);
    Thread stays = null;
    while (stays == null) {
      try {
        stays =
            context
                .threads()
                .newThread(() -> {
                  try {
                    new CountDownLatch(1).await();
                  } catch (InterruptedException e) {
                    interrupted.countDown();
                  }
                });
      } catch (NotGrantedException _) {
        Thread.onSpinWait(); // the first one has not ended yet
      }
    }
    stays.start();
    assertTrue(stays.isDaemon());
    assertThrows(NotGrantedException.class, () -> context.threads().newThread(() -> {}));
    assertEquals(List.of(stays.getName()), context.takeBack(errors::add, false).threads());
    interrupted.await();
  }

  record Settings(int level, String mode) {}

  @Test
  void laysTheOperatorsSettingsOverTheDefaultsAndChecksThem() {
    String manifest =
        """
        id: sample
        version: 1.0.0
        tools: []
        configuration:
          schema:
            type: object
            additionalProperties: false
            properties:
              level: {type: integer, maximum: 9}
              mode: {type: string}
              cache: {type: object}
          defaults: {level: 3, mode: fast, cache: {size: 1, ways: 2}}
        """;
    LentContext context = lend(manifest, Map.of("level", 5, "cache", Map.of("size", 7)));
    assertEquals(new Settings(5, "fast"), context.configuration().as(Settings.class));
    assertEquals(Map.of("size", 7, "ways", 2), context.configuration().values().get("cache"));
    assertEquals(
        "{\"level\":5,\"mode\":\"fast\",\"cache\":{\"size\":7,\"ways\":2}}",
        context.configuration().json());
    String message =
        assertThrows(PluginException.class, () -> lend(manifest, Map.of("level", 10))).getMessage();
    assertTrue(message.contains("/level"), message);
  }
}
