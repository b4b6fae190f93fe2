package io.machinenative.axiom.plugins.aes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.engine.json.GuardedCall;
import io.machinenative.axiom.engine.json.Json;
import io.machinenative.axiom.engine.json.ToolFaces;
import io.machinenative.axiom.plugins.files.FileRoots;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tools as callers see them. */
class AesToolsTest {
  private static final int MAX_REPLY_BYTES = 1 << 22;
  private static final int HEADER = 124;

  @TempDir private Path folder;
  private Path work;
  private Vault vault;
  private final Map<String, Tool> tools = new HashMap<>();

  @BeforeEach
  void mount() throws IOException {
    work = Files.createDirectory(folder.resolve("work"));
    Path secret = Files.writeString(folder.resolve("secret"), "from a file, long enough\n");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    Path open = Files.writeString(folder.resolve("open"), "from a file, long enough\n");
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
    AesConfig config =
        new AesConfig(
            List.of(),
            2,
            null,
            Map.of(
                "file", new SecretSpec(null, secret.toString(), null, null, null),
                "open", new SecretSpec(null, open.toString(), null, null, null),
                "program",
                    new SecretSpec(
                        null, null, List.of("echo", "from a file, long enough"), null, null),
                "broken", new SecretSpec(null, null, List.of("false"), null, null)),
            24,
            1L << 40,
            1L << 32,
            100,
            Argon2Cost.MIN_MEMORY_KIB,
            Argon2Cost.MIN_ITERATIONS,
            1);
    ThreadFactory threads = Thread.ofPlatform().daemon().factory();
    vault =
        new Vault(
            threads,
            () -> {
              StoredKeyRing ring =
                  StoredKeyRing.open(
                      folder.resolve("ring"),
                      Containers.key(9),
                      () -> Containers.lanes(1),
                      config.rotation(),
                      InstantSource.system(),
                      Containers.RANDOM);
              AuditLog audit =
                  AuditLog.open(
                      folder.resolve("audit.jsonl"),
                      ring.content().auditKey(),
                      ring.content().audit(),
                      InstantSource.system(),
                      SystemNanoClock.INSTANCE);
              ring.markAudit(audit::durableMark);
              return new Vault.Open(ring, audit);
            });
    AesResources resources =
        new AesResources(
            new FileRoots(List.of(work)),
            Arena::ofShared,
            threads,
            2,
            SystemNanoClock.INSTANCE,
            Containers.RANDOM,
            vault,
            new NamedSecrets(config, name -> new byte[0], Containers.RANDOM));
    AesPlugin.tools(resources).forEach(tool -> tools.put(tool.name(), tool));
  }

  @AfterEach
  void close() throws IOException {
    vault.close();
  }

  private Map<?, ?> call(String tool, Object arguments) throws Exception {
    var handlers = ToolFaces.of(tools.get(tool), MAX_REPLY_BYTES).handlers();
    GuardedCall call = GuardedCall.json(Json.text(arguments));
    return (Map<?, ?>) Json.read(call.run(handlers[ContentType.JSON.value()]).reply());
  }

  private String refusal(String tool, Object arguments) throws Exception {
    var handlers = ToolFaces.of(tools.get(tool), MAX_REPLY_BYTES).handlers();
    GuardedCall call = GuardedCall.json(Json.text(arguments));
    ToolException refusal = call.refusal(handlers[ContentType.JSON.value()]);
    return refusal.getMessage();
  }

  private static Map<?, ?> report(Map<?, ?> reply) {
    return (Map<?, ?>) reply.get("report");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.walk(work)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> work.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void describeEverything() {
    for (Tool tool : tools.values()) {
      ToolFaces faces = ToolFaces.of(tool, MAX_REPLY_BYTES);
      for (String schema : List.of(faces.inputSchema(), faces.outputSchema())) {
        Map<?, ?> root = (Map<?, ?>) Json.read(schema.getBytes(UTF_8));
        assertTrue(root.containsKey("description"), tool.name() + " " + schema);
      }
    }
  }

  @Test
  void encryptWhatIsChosenAndLogEachFile() throws Exception {
    Path tree = Files.createDirectories(work.resolve("tree/sub"));
    for (String name : List.of("a.key", "sub/b.pem", "sub/c.txt", "d.jpg", "e.txt")) {
      Files.writeString(work.resolve("tree").resolve(name), name);
    }
    call(
        "aes.encrypt",
        Map.of(
            "source",
            "tree",
            "target",
            "one",
            "include",
            List.of("*.key", "sub/**"),
            "exclude",
            List.of("c.*"),
            "removeSource",
            true));
    call(
        "aes.encrypt",
        Map.of("source", "tree", "target", "two", "contentTypes", List.of("text/*")));

    assertEquals(
        List.of(
            "one/a.key.sealed",
            "one/sub/b.pem.sealed",
            "tree/d.jpg",
            "tree/e.txt",
            "tree/sub/c.txt",
            "two/e.txt.sealed",
            "two/sub/c.txt.sealed"),
        names());
    Map<?, ?> audit = call("aes.audit", Map.of());
    assertEquals(4, ((Number) audit.get("lines")).intValue(), tree + " " + audit);
    assertEquals(true, audit.get("intact"));
  }

  @Test
  void reencryptTheEnvelopeAloneOrEverything() throws Exception {
    byte[] content = Containers.content(3, 2_500_000);
    Files.write(work.resolve("f"), content);
    Map<?, ?> first = call("aes.encrypt", Map.of("source", "f"));
    byte[] before = Files.readAllBytes(work.resolve("f.sealed"));
    call("aes.rotate-key", Map.of());

    Map<?, ?> done = call("aes.reencrypt", Map.of("source", "f.sealed"));
    byte[] after = Files.readAllBytes(work.resolve("f.sealed"));
    assertEquals(1, ((Number) report(done).get("files")).intValue());
    assertArrayEquals(
        Arrays.copyOfRange(before, HEADER, before.length),
        Arrays.copyOfRange(after, HEADER, after.length));
    Map<?, ?> again = call("aes.reencrypt", Map.of("source", "f.sealed"));
    assertEquals("SKIPPED", report(again).get("outcome"));
    call("aes.destroy-key", Map.of("keyId", ((List<?>) first.get("keyIds")).getFirst()));

    call(
        "aes.reencrypt",
        Map.of("source", "f.sealed", "depth", "full", "newPassphrase", "another secret"));
    byte[] full = Files.readAllBytes(work.resolve("f.sealed"));
    assertFalse(
        Arrays.equals(after, after.length - 99, after.length, full, full.length - 99, full.length));
    assertTrue(
        refusal("aes.decrypt", Map.of("source", "f.sealed", "target", "g")).contains("passphrase"));
    call(
        "aes.decrypt", Map.of("source", "f.sealed", "target", "g", "passphrase", "another secret"));
    assertArrayEquals(content, Files.readAllBytes(work.resolve("g")));

    full[full.length - 1] ^= 1;
    Files.write(work.resolve("f.sealed"), full);
    Map<?, ?> failed =
        call(
            "aes.reencrypt",
            Map.of("source", "f.sealed", "depth", "full", "passphrase", "another secret"));
    assertEquals("FAILED", report(failed).get("outcome"));
    assertArrayEquals(full, Files.readAllBytes(work.resolve("f.sealed")), "left as it was");
  }

  @Test
  void nameTheChunkThatIsWrongAndLeaveNothingOfIt() throws Exception {
    Files.write(work.resolve("f"), Containers.content(4, 4_000_000));
    call("aes.encrypt", Map.of("source", "f"));
    byte[] sealed = Files.readAllBytes(work.resolve("f.sealed"));
    sealed[2_500_000] ^= 4;
    Files.write(work.resolve("f.sealed"), sealed);

    Map<?, ?> verified = call("aes.verify", Map.of("source", work.toString()));
    assertEquals("FAILED", report(verified).get("outcome"));
    assertTrue(report(verified).get("warnings").toString().contains("f.sealed: chunk 2 "));
    String refusal = refusal("aes.decrypt", Map.of("source", "f.sealed", "target", "out"));
    assertTrue(refusal.contains("chunk 2 "), refusal);
    assertEquals(List.of("f", "f.sealed"), names());
  }

  @Test
  void takeSecretsThatAreConfiguredAndKept() throws Exception {
    String data = Base64.getEncoder().encodeToString(new byte[] {1, 2, 3});
    Map<?, ?> sealed = call("aes.encrypt-bytes", Map.of("data", data, "secret", "file"));
    Map<?, ?> opened =
        call("aes.decrypt-bytes", Map.of("data", sealed.get("data"), "secret", "program"));
    assertEquals(data, opened.get("data"));

    assertTrue(
        refusal("aes.encrypt-bytes", Map.of("data", data, "secret", "open")).contains("owner"));
    assertTrue(
        refusal("aes.encrypt-bytes", Map.of("data", data, "secret", "broken"))
            .contains("exit code"));
    assertTrue(
        refusal("aes.encrypt-bytes", Map.of("data", data, "secret", "none")).contains("one of"));
    assertTrue(
        refusal("aes.encrypt-bytes", Map.of("data", data, "passphrase", "short"))
            .contains("8 bytes"));
  }

  @Test
  void tellThatTheLogWasCut() throws Exception {
    for (int i = 0; i < 3; i++) {
      call("aes.rotate-key", Map.of());
    }
    Path log = folder.resolve("audit.jsonl");
    List<String> lines = Files.readAllLines(log);
    Files.write(log, lines.subList(0, 2));

    Map<?, ?> audit = call("aes.audit", Map.of());
    assertEquals(false, audit.get("intact"), audit.toString());
    assertTrue(audit.get("fault").toString().contains("end after 2"), audit.toString());
    Files.write(log, lines);
  }
}
