package io.machinenative.axiom.codec.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The C++ client is built from the schema by its script, and understands a server; it survives a
 * bad one.
 */
final class CppSampleTest {
  private static final String HOST = "127.0.0.1";

  private static CppSample client;

  @BeforeAll
  static void build() {
    Path root = Path.of(System.getProperty("axiom.root"));
    client = CppSample.build(root, root.resolve("codecs/target/cpp-sample"));
  }

  @Test
  void understandsAServer() throws IOException {
    try (TinyServer server = new TinyServer(TinyServer.Manners.GOOD)) {
      CppClientChecks.all(client, HOST, server.port());
      assertEquals(List.of(), server.defects());
    }
  }

  @Test
  void listsAllPagesInOrder() throws IOException {
    try (TinyServer server = new TinyServer(TinyServer.Manners.GOOD)) {
      CppSample.Run run = client.run(HOST, server.port(), "list");
      assertEquals(
          List.of("core.echo", "core.hash", "core.info", "core.sleep", "math.add"), names(run));
    }
  }

  @Test
  void startsAgainWhenTheCatalogueChanges() throws IOException {
    try (TinyServer server = new TinyServer(TinyServer.Manners.CHANGES_CATALOGUE)) {
      CppSample.Run run = client.run(HOST, server.port(), "list");
      assertEquals(
          List.of("core.echo", "core.hash", "core.info", "core.sleep", "math.add"), names(run));
    }
  }

  private static List<String> names(CppSample.Run run) {
    assertEquals(0, run.exitCode(), run.errors());
    return run.text().lines().map(line -> line.split("\t", -1)[0]).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "REJECTS, 1, status 5002",
    "SPEAKS_HTTP, 3, malformed framing header",
    "SHORT_BLOCK, 3, block of at least",
    "LYING_LENGTH, 3, buffer too short",
    "HUGE_FRAGMENT, 3, fragmented message of 4294967295 bytes",
    "VANISHES, 3, closed the connection",
  })
  void survivesABadServer(TinyServer.Manners manners, int exitCode, String finding)
      throws IOException {
    try (TinyServer server = new TinyServer(manners)) {
      CppSample.Run run = client.run(HOST, server.port(), "call", "core.echo", "{}");
      assertEquals(exitCode, run.exitCode(), run.errors());
      assertTrue(run.errors().contains(finding), run.errors());
    }
  }

  @Test
  void saysWhenNobodyListens() throws IOException {
    TinyServer server = new TinyServer(TinyServer.Manners.GOOD);
    int port = server.port();
    server.close();
    CppSample.Run run = client.run(HOST, port, "list");
    assertEquals(3, run.exitCode());
    assertTrue(run.errors().contains("no connection"), run.errors());
  }

  @Test
  void explainsItsUsage() {
    CppSample.Run run = client.run(HOST, 1, "frobnicate");
    assertEquals(2, run.exitCode());
    assertTrue(run.errors().startsWith("usage:"), run.errors());
  }
}
