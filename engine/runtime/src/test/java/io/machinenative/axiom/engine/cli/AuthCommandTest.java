package io.machinenative.axiom.engine.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.machinenative.axiom.engine.ServedProcess;
import io.machinenative.axiom.engine.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Keys are made, listed and revoked; and docs/identity.md leads from nothing to a call with one.
 */
class AuthCommandTest {
  private static final long TIMEOUT_S = 120;

  @TempDir private Path folder;

  private String file() {
    return folder.resolve("keys.json").toString();
  }

  private CommandRun key(String... arguments) {
    List<String> all = new ArrayList<>(List.of("auth", "key"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--file", file()));
    return CommandRun.of(all.toArray(String[]::new));
  }

  @Test
  void keysAreMadeListedAndRevoked() throws IOException {
    CommandRun made = key("new", "orders", "--scope", "a:b", "--scope", "c", "--expires", "90d");
    assertEquals(ExitCode.OK, made.exitCode(), made::toString);
    String text = made.out().strip();
    assertTrue(text.matches("axk_[A-Za-z0-9]+_[A-Za-z0-9_-]{43,}"), made::out);
    assertFalse(Files.readString(Path.of(file())).contains(text.substring(20)), "its hash alone");
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(file()))));
    Map<?, ?> second = (Map<?, ?>) Json.read(key("new", "reports", "--json").out());
    assertTrue(second.get("key").toString().startsWith("axk_" + second.get("id")));

    CommandRun list = key("list");
    assertEquals(2, list.out().lines().count(), list::out);
    assertTrue(list.out().lines().findFirst().orElseThrow().endsWith("a:b c"), list::out);
    assertTrue(list.out().contains("never"), list::out);
    assertFalse(list.out().contains("axk_"), list::out);
    List<?> listed = (List<?>) ((Map<?, ?>) Json.read(key("list", "--json").out())).get("keys");
    assertEquals(List.of("a:b", "c"), ((Map<?, ?>) listed.getFirst()).get("scopes"));

    assertEquals("revoked 1 key\n", key("revoke", second.get("id").toString()).out());
    CommandRun none = key("revoke", "reports");
    assertEquals(ExitCode.FAILED, none.exitCode());
    assertTrue(none.err().contains("there is no key reports"), none::err);
    assertEquals("revoked 1 key\n", key("revoke", "orders").out());
    assertEquals("", key("list").out());
  }

  @Test
  void whatIsWrongIsSaid() throws IOException {
    CommandRun none = key("list");
    assertEquals(ExitCode.USAGE, none.exitCode());
    assertTrue(none.err().contains("there is no file"), none::err);
    CommandRun time = key("new", "x", "--expires", "soon");
    assertEquals(ExitCode.USAGE, time.exitCode(), time::toString);
    assertTrue(time.err().contains("--expires"), time::err);
    Files.writeString(Path.of(file()), "{\"keys\":[{\"id\":\"half");
    CommandRun half = key("new", "x");
    assertEquals(ExitCode.FAILED, half.exitCode(), half::toString);
    assertEquals("{\"keys\":[{\"id\":\"half", Files.readString(Path.of(file())), "left as it is");
    assertEquals(ExitCode.USAGE, CommandRun.of("auth").exitCode());
    assertEquals(ExitCode.USAGE, CommandRun.of("auth", "key").exitCode());
  }

  /** The blocks of the page, with free ports in the place of the usual ones. */
  @Test
  void thePageLeadsFromNothingToACall() throws Exception {
    assumeTrue(isThere("curl"), "no curl on the path: apt install curl");
    Path page = Path.of(System.getProperty("axiom.root"), "docs", "identity.md");
    List<String> blocks = shellBlocks(Files.readString(page));
    String make = line(blocks.get(0), "./axiom auth key new");
    CommandRun made = CommandRun.of(arguments(make));
    assertEquals(ExitCode.OK, made.exitCode(), made::toString);
    String yaml = blocks.get(0).substring(blocks.get(0).indexOf("auth:"));
    yaml = yaml.substring(0, yaml.indexOf("\nYAML")).replace("keys.json", file());
    Path config = folder.resolve("axiom.yaml");
    Files.writeString(
        config, yaml + "\nlisten: [tcp://127.0.0.1:0]\nedge: {http: \"http://127.0.0.1:0\"}\n");
    try (ServedProcess server = new ServedProcess(List.of("--config", config.toString()))) {
      String http = address(server, "http:");
      String key = made.out().strip();
      List<String> shown = blocks.get(1).lines().filter(one -> one.startsWith("curl")).toList();
      assertEquals(3, shown.size(), "curl, three times");
      String mine = shell(shown.get(0), http, key);
      assertTrue(mine.contains("core.hash") && !mine.contains("registry."), mine);
      assertEquals(mine, shell(shown.get(1), http, key));
      String refused = shell(shown.get(2), http, key);
      assertTrue(refused.startsWith("HTTP/1.1 401"), refused);
      assertTrue(refused.contains("WWW-Authenticate: Bearer"), refused);
      Path token = Files.writeString(folder.resolve("token"), key);
      String[] call = arguments(line(blocks.get(1), "AXIOM_TOKEN=$KEY ./axiom call"));
      List<String> all = new ArrayList<>(List.of(call));
      all.addAll(List.of("--at", address(server, "tcp:"), "--token-file", token.toString()));
      CommandRun called = CommandRun.of(all.toArray(String[]::new));
      assertEquals(ExitCode.OK, called.exitCode(), called::toString);
      assertTrue(called.out().contains("\"phase\""), called::out);
    }
  }

  private static String address(ServedProcess server, String scheme) {
    return server.addresses().stream().filter(one -> one.startsWith(scheme)).findFirst().get();
  }

  private static boolean isThere(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(path -> Files.isExecutable(Path.of(path, program)));
  }

  private static List<String> shellBlocks(String page) {
    List<String> blocks = new ArrayList<>();
    String[] parts = page.split("```");
    for (int i = 1; i < parts.length; i += 2) {
      if (parts[i].startsWith("sh\n")) {
        blocks.add(parts[i].substring(3));
      }
    }
    return blocks;
  }

  private static String line(String block, String start) {
    return block.lines().filter(one -> one.startsWith(start)).findFirst().orElseThrow();
  }

  /** Of a line with one command of ours, without its comment. */
  private String[] arguments(String line) {
    String command = line.substring(line.indexOf("./axiom ") + 8).replaceAll(" +#.*", "");
    return command.replace("keys.json", file()).strip().split(" +");
  }

  private static String shell(String line, String http, String key) throws Exception {
    String script = line.replace("http://127.0.0.1:7480", http);
    ProcessBuilder builder = new ProcessBuilder("sh", "-euc", script).redirectErrorStream(true);
    builder.environment().put("KEY", key);
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertTrue(process.waitFor(TIMEOUT_S, TimeUnit.SECONDS), script);
    assertEquals(0, process.exitValue(), script + "\n" + out);
    return out;
  }
}
