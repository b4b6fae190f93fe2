package io.machinenative.axiom.engine.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.engine.Engine;
import io.machinenative.axiom.engine.RegistryOptions;
import io.machinenative.axiom.engine.base.Mount;
import io.machinenative.axiom.engine.json.Json;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator's way with the registry, over TCP. */
class RegistryCommandTest {
  private static final String KEY = "service/payments-checkout-service-v2@2.1.0";
  private static final String RECORD =
      """
      {"kind": "service", "name": "payments-checkout-service-v2", "version": "2.1.0",
       "title": "Checkout", "tags": ["money"], "region": "eu",
       "endpoints": [{"uri": "tcp://10.0.0.7:7400"}]}
      """;

  @TempDir private Path folder;
  private Engine engine;

  @BeforeEach
  void start() {
    engine =
        Engine.builder()
            .mount(Mount.SHARED)
            .listen("tcp://127.0.0.1:0")
            .dataDirectory(folder.resolve("data"))
            .registry(RegistryOptions.DEFAULTS)
            .start();
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  private CommandRun registry(String command, String... arguments) {
    List<String> all =
        Stream.concat(
                Stream.of("registry", command, "--at", engine.addresses().getFirst()),
                Stream.of(arguments))
            .toList();
    return CommandRun.of(all.toArray(String[]::new));
  }

  private static CommandRun ends(int exitCode, CommandRun run) {
    assertEquals(exitCode, run.exitCode(), run::toString);
    return run;
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  @Test
  void registersShowsListsAndDeregisters() throws IOException {
    String record = file("record.json", RECORD);
    ends(ExitCode.OK, registry("register", record));
    assertTrue(ends(ExitCode.FAILED, registry("register", record)).out().contains("exists"));
    ends(ExitCode.OK, registry("register", record, "--replace"));

    Map<?, ?> shown = (Map<?, ?>) Json.read(ends(ExitCode.OK, registry("show", KEY)).out());
    assertEquals("Checkout", shown.get("title"));
    assertTrue(
        ends(ExitCode.FAILED, registry("show", "service/none@1.0.0")).err().contains("no record"));

    String list = ends(ExitCode.OK, registry("ls", "checkout", "--tag", "money")).out();
    assertEquals(1, list.lines().count(), list);
    assertTrue(list.startsWith(KEY), list);
    assertEquals("", ends(ExitCode.OK, registry("query", "--region", "us")).out());

    ends(ExitCode.FAILED, registry("deregister", KEY, "--revision", "999"));
    ends(ExitCode.OK, registry("deregister", KEY));
    ends(ExitCode.FAILED, registry("deregister", KEY));
  }

  /** A record of each tool and each plugin. */
  private int served() {
    return engine.info().tools() + engine.plugins().list().size();
  }

  @Test
  void exportsAndImports() throws IOException {
    ends(ExitCode.OK, registry("register", file("record.json", RECORD)));
    Path out = folder.resolve("all.jsonl");
    ends(ExitCode.OK, registry("export", "--out", out.toString()));
    List<String> lines = Files.readAllLines(out);
    int served = served();
    assertEquals(served + 1, lines.size());
    ends(ExitCode.OK, registry("deregister", KEY));
    CommandRun imported = ends(ExitCode.OK, registry("import", out.toString()));
    assertEquals((served + 1) + " registered, 0 refused\n", imported.out());
    ends(ExitCode.OK, registry("show", KEY));
    String bad = file("bad.jsonl", RECORD.replaceAll("\\s+", " ") + "\n{\"kind\":\n");
    assertTrue(ends(ExitCode.USAGE, registry("import", bad)).err().contains("bad.jsonl:2"));
  }

  @Test
  void watchesFromARevision() throws IOException {
    Map<?, ?> before = (Map<?, ?>) Json.read(ends(ExitCode.OK, registry("stats")).out());
    ends(ExitCode.OK, registry("register", file("record.json", RECORD)));
    CommandRun watched =
        ends(
            ExitCode.OK,
            registry("watch", "--after", before.get("revision").toString(), "--changes", "1"));
    Map<?, ?> change = (Map<?, ?>) Json.read(watched.out());
    assertEquals(KEY, change.get("key"));
    assertEquals("registered", change.get("type"));
  }

  @Test
  void updatesARecordOfARevision() throws IOException {
    ends(ExitCode.OK, registry("register", file("record.json", RECORD)));
    long revision = revision(ends(ExitCode.OK, registry("show", KEY)));
    CommandRun done =
        ends(
            ExitCode.OK,
            registry(
                "update",
                KEY,
                "--revision",
                Long.toString(revision),
                "--health",
                "healthy",
                "--lease",
                "30s"));
    assertTrue(done.out().contains("\"leaseMs\": 30000"), done::out);
    String late = Long.toString(revision);
    CommandRun conflict =
        ends(ExitCode.FAILED, registry("update", KEY, "--revision", late, "--status", "inactive"));
    Map<?, ?> answer = (Map<?, ?>) Json.read(conflict.out());
    assertEquals("revision-conflict", answer.get("reason"));
    assertEquals(revision, ((Number) answer.get("expectedRevision")).longValue());
    assertEquals(revision + 1, ((Number) answer.get("revision")).longValue());
    String content = file("new.json", RECORD.replace("Checkout", "Check out"));
    ends(ExitCode.OK, registry("update", KEY, "--record", content));
    assertTrue(ends(ExitCode.OK, registry("show", KEY)).out().contains("Check out"));
    ends(ExitCode.USAGE, registry("update", KEY));
    ends(ExitCode.USAGE, registry("update", KEY, "--health", "well"));
  }

  private static long revision(CommandRun shown) {
    return ((Number) ((Map<?, ?>) Json.read(shown.out())).get("revision")).longValue();
  }

  @Test
  void keepsALeaseAlive() throws IOException {
    String leased = RECORD.replace("\"region\"", "\"leaseMs\": 30000, \"region\"");
    ends(ExitCode.OK, registry("register", file("record.json", leased)));
    CommandRun once = ends(ExitCode.OK, registry("heartbeat", KEY, "--once"));
    assertEquals("{\"" + KEY + "\":\"renewed\"}", once.out().strip());
    CommandRun thrice =
        ends(ExitCode.OK, registry("heartbeat", KEY, "--every", "10ms", "--beats", "3"));
    assertEquals(1, thrice.out().lines().count(), "said once: " + thrice.out());
    Map<?, ?> numbers = (Map<?, ?>) Json.read(ends(ExitCode.OK, registry("stats")).out());
    assertEquals(4, ((Number) numbers.get("heartbeats")).intValue());
    CommandRun gone = ends(ExitCode.FAILED, registry("heartbeat", "service/none@1.0.0", "--once"));
    assertTrue(gone.out().contains("unknown"), gone::out);
  }

  @Test
  void makesRoomAndRefusesToLoseRecords() {
    int served = served();
    String data = folder.resolve("data").toString();
    CommandRun used =
        ends(
            ExitCode.FAILED,
            CommandRun.of("registry", "migrate", "--data", data, "--records", "1000"));
    String pid = Long.toString(ProcessHandle.current().pid());
    assertTrue(used.err().contains(pid), used::err);
    engine.close();
    CommandRun more =
        ends(
            ExitCode.OK,
            CommandRun.of("registry", "migrate", "--data", data, "--records", "250000"));
    assertTrue(more.out().contains(served + " records in "), more::out);
    assertTrue(more.out().contains("registry.records: 250000"), more::out);
    CommandRun fewer =
        ends(
            ExitCode.FAILED,
            CommandRun.of("registry", "migrate", "--data", data, "--records", "1"));
    assertTrue(fewer.err().contains("at most 1 records"), fewer::err);
    CommandRun whole = ends(ExitCode.OK, CommandRun.of("registry", "recover", "--data", data));
    assertTrue(whole.out().contains("nothing was damaged"), whole::out);
    ends(
        ExitCode.FAILED,
        CommandRun.of("registry", "recover", "--data", folder.resolve("none").toString()));
  }

  @Test
  void verifiesWhatAStoppedServerLeft() throws IOException {
    ends(ExitCode.OK, registry("register", file("record.json", RECORD)));
    int records = served() + 1;
    engine.close();
    String data = folder.resolve("data").toString();
    CommandRun whole = ends(ExitCode.OK, CommandRun.of("registry", "verify", "--data", data));
    assertTrue(whole.out().startsWith(records + " records in "), whole::out);

    Path journal;
    try (Stream<Path> files = Files.walk(folder.resolve("data/registry"))) {
      journal =
          files
              .filter(path -> path.getFileName().toString().contains("journal"))
              .filter(Files::isRegularFile)
              .findFirst()
              .orElseThrow();
    }
    try (RandomAccessFile file = new RandomAccessFile(journal.toFile(), "rw")) {
      file.seek(200);
      int before = file.read();
      file.seek(200);
      file.write(before ^ 1);
    }
    CommandRun damaged = ends(ExitCode.FAILED, CommandRun.of("registry", "verify", "--data", data));
    assertTrue(damaged.err().contains(journal.getFileName().toString()), damaged::err);
    CommandRun served =
        ends(ExitCode.FAILED, CommandRun.of("serve", "--listen", "inproc:damaged", "--data", data));
    assertTrue(served.err().contains(journal.getFileName().toString()), served::err);
    assertTrue(!served.err().contains("\tat "), served::err);

    CommandRun recovered =
        ends(ExitCode.OK, CommandRun.of("registry", "recover", "--data", data, "--policy", "skip"));
    assertTrue(recovered.err().contains("lost: "), recovered::err);
    assertTrue(recovered.err().contains("damaged-1"), recovered::err);
    ends(ExitCode.OK, CommandRun.of("registry", "verify", "--data", data));
  }

  @Test
  void aDirectoryBelongsToOneServer() {
    CommandRun second =
        CommandRun.of(
            "serve", "--listen", "inproc:second", "--data", folder.resolve("data").toString());
    assertEquals(ExitCode.FAILED, second.exitCode(), second::toString);
    String pid = Long.toString(ProcessHandle.current().pid());
    assertTrue(second.err().contains(pid), second::err);
  }

  @Test
  void saysThatAServerHasNoRegistry() {
    CommandRun none = CommandRun.of("registry", "stats", "--at", "inproc:");
    assertTrue(ends(ExitCode.FAILED, none).err().contains("NOT_SUPPORTED"), none::err);
  }
}
