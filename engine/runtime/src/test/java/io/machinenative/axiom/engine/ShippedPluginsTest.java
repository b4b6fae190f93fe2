package io.machinenative.axiom.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.client.CallException;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.base.Mount;
import io.machinenative.axiom.engine.json.Json;
import io.machinenative.axiom.plugins.aes.AesPlugin;
import io.machinenative.axiom.plugins.backup.BackupPlugin;
import io.machinenative.axiom.plugins.zstd.ZstdPlugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What zstd and aes are to somebody who calls their tools, over the restart of the server. */
class ShippedPluginsTest {
  private static final long SEED = 20_261_122;

  @TempDir private Path folder;
  private Engine engine;
  private AxiomClient client;

  @BeforeEach
  void start() {
    engine =
        Engine.builder()
            .mount(Mount.SHARED)
            .listen("inproc:shipped")
            .dataDirectory(folder.resolve("data"))
            .plugin(new ZstdPlugin(), ZstdPlugin.manifest())
            .plugin(new AesPlugin(), AesPlugin.manifest())
            .plugin(new BackupPlugin(), BackupPlugin.manifest())
            .start();
    client = AxiomClient.builder().inproc(engine.inproc()).connect();
  }

  @AfterEach
  void stop() {
    client.close();
    engine.close();
    assertEquals(List.of(), engine.errors());
  }

  private Map<?, ?> call(String tool, Object arguments) {
    byte[] reply =
        client
            .call(tool, ContentType.JSON, Json.text(arguments).getBytes(UTF_8), Caller.patiently())
            .bytes();
    return (Map<?, ?>) Json.read(reply);
  }

  /** Where the plugin lets callers work, when nothing else is configured. */
  private Path files(String plugin) throws IOException {
    try (var found = Files.walk(folder.resolve("data"))) {
      return found
          .filter(path -> path.endsWith(Path.of(plugin, "files")))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void savesAndRestoresAFolder() throws IOException {
    Path files = files("backup");
    Path saved = Files.createDirectories(files.resolve("folder"));
    Files.writeString(saved.resolve("a"), "content of a");
    Map<String, Object> repository = Map.of("repository", "repository", "passphrase", "secret");
    call("backup.init", repository);
    Map<String, Object> create = new HashMap<>(repository);
    create.put("sources", List.of("folder"));
    Map<?, ?> made = call("backup.create", create);
    assertEquals(List.of(), made.get("warnings"));
    Files.delete(saved.resolve("a"));

    Map<String, Object> restore = new HashMap<>(repository);
    restore.put("target", ".");
    assertEquals(1, ((Number) call("backup.restore", restore).get("files")).intValue());
    assertEquals("content of a", Files.readString(saved.resolve("a")));
    assertEquals(true, call("backup.verify", repository).get("sound"));
    Map<String, Object> prune = new HashMap<>(repository);
    prune.put("last", 1);
    assertEquals(1, ((Number) call("backup.prune", prune).get("keptSnapshots")).intValue());
    assertEquals(1, ((List<?>) call("backup.list", repository).get("snapshots")).size());
  }

  @Test
  void compressesAndDecompressesAFileAndAPayload() throws IOException {
    byte[] content = "a line of a log, over and over\n".repeat(300_000).getBytes(UTF_8);
    Files.write(files("zstd").resolve("app.log"), content);

    Map<?, ?> made = call("zstd.compress", Map.of("source", "app.log"));
    Map<?, ?> verified = call("zstd.verify", Map.of("source", "app.log.zst"));
    Map<?, ?> back =
        call("zstd.decompress", Map.of("source", "app.log.zst", "target", "again.log"));
    Map<?, ?> frame =
        call(
            "zstd.compress-bytes",
            Map.of("data", Base64.getEncoder().encodeToString(content), "level", 1));
    Map<?, ?> bytes = call("zstd.decompress-bytes", Map.of("data", frame.get("data")));

    assertEquals("SUCCESS", made.get("outcome"), made.toString());
    assertEquals("SUCCESS", verified.get("outcome"), verified.toString());
    assertEquals("SUCCESS", back.get("outcome"), back.toString());
    assertArrayEquals(content, Files.readAllBytes(files("zstd").resolve("again.log")));
    assertArrayEquals(content, Base64.getDecoder().decode((String) bytes.get("data")));
  }

  @Test
  void touchesNothingOutsideItsFolders() {
    for (String source : List.of("/etc/hostname", "../../../../etc/hostname")) {
      CallException refused =
          assertThrows(CallException.class, () -> call("zstd.compress", Map.of("source", source)));
      assertEquals(Status.INVALID_ARGUMENT, refused.status());
    }
  }

  @Test
  void decryptsAfterARotationAndARestartAndKeepsItsLog() throws IOException {
    byte[] content = new byte[3_000_000];
    new Random(SEED).nextBytes(content);
    Files.write(files("aes").resolve("secret.bin"), content);

    Map<?, ?> first = call("aes.encrypt", Map.of("source", "secret.bin"));
    call("aes.rotate-key", Map.of());
    Map<?, ?> second =
        call("aes.encrypt", Map.of("source", "secret.bin", "target", "second.sealed"));
    assertNotEquals(first.get("keyIds"), second.get("keyIds"));

    stop();
    start();
    for (String sealed : List.of("secret.bin.sealed", "second.sealed")) {
      call("aes.decrypt", Map.of("source", sealed, "target", sealed + ".open"));
      assertArrayEquals(content, Files.readAllBytes(files("aes").resolve(sealed + ".open")));
    }
    Map<?, ?> audit = call("aes.audit", Map.of());
    assertEquals(true, audit.get("intact"), audit.toString());
    assertEquals(5L, ((Number) audit.get("lines")).longValue(), audit.toString());
    assertEquals(2, ((List<?>) call("aes.keys", Map.of()).get("keys")).size());
  }

  @Test
  void showsNothingOfAChangedFile() throws IOException {
    Path files = files("aes");
    Files.write(files.resolve("plain"), new byte[100_000]);
    call("aes.encrypt", Map.of("source", "plain", "passphrase", "correct horse battery"));
    Path sealed = files.resolve("plain.sealed");
    byte[] bytes = Files.readAllBytes(sealed);
    bytes[bytes.length - 1] ^= 1;
    Files.write(sealed, bytes);

    CallException refused =
        assertThrows(
            CallException.class,
            () ->
                call(
                    "aes.decrypt",
                    Map.of(
                        "source", "plain.sealed",
                        "target", "never",
                        "passphrase", "correct horse battery")));

    assertEquals(Status.TOOL_ERROR, refused.status());
    assertTrue(refused.getMessage().contains("chunk 0, the last one"), refused.getMessage());
    try (var left = Files.list(files)) {
      assertEquals(
          List.of("plain", "plain.sealed"),
          left.map(f -> f.getFileName().toString()).sorted().toList());
    }
    assertFalse(Files.exists(files.resolve("never")));
  }
}
