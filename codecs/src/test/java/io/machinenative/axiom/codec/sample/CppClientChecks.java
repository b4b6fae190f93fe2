package io.machinenative.axiom.codec.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.ToolId;
import java.util.SplittableRandom;

/**
 * What the C++ client must be able to do against any server that has {@code core.echo} for JSON and
 * BINARY.
 *
 * <pre>{@code
 * CppSample client = CppSample.build(projectRoot, outputDirectory);
 * CppClientChecks.all(client, "127.0.0.1", port);
 * }</pre>
 */
public final class CppClientChecks {
  private CppClientChecks() {}

  public static void all(CppSample client, String host, int port) {
    listsTools(client, host, port);
    callsWithJson(client, host, port);
    echoesBytes(client, host, port, 0);
    echoesBytes(client, host, port, 1000);
    echoesBytes(client, host, port, 300_000);
    reportsUnknownTool(client, host, port);
  }

  static void listsTools(CppSample client, String host, int port) {
    CppSample.Run run = client.run(host, port, "list");
    assertEquals(0, run.exitCode(), run.errors());
    long id = Integer.toUnsignedLong(ToolId.of("core.echo"));
    assertTrue(
        run.text()
            .lines()
            .anyMatch(line -> line.startsWith("core.echo\t") && line.contains("\t" + id + "\t")),
        run.text());
  }

  static void callsWithJson(CppSample client, String host, int port) {
    CppSample.Run run = client.run(host, port, "call", "core.echo", "{\"text\":\"grüße\"}");
    assertEquals(0, run.exitCode(), run.errors());
    assertTrue(run.text().contains("\"grüße\""), run.text());
  }

  /** Above a frame, the bytes travel as Fragments both ways. */
  static void echoesBytes(CppSample client, String host, int port, int length) {
    byte[] bytes = new byte[length];
    new SplittableRandom(length).nextBytes(bytes);
    CppSample.Run run = client.run(host, port, bytes, "echo");
    assertEquals(0, run.exitCode(), run.errors());
    assertArrayEquals(bytes, run.output());
  }

  static void reportsUnknownTool(CppSample client, String host, int port) {
    CppSample.Run run = client.run(host, port, "call", "no.such-tool", "{}");
    assertEquals(1, run.exitCode(), run.errors());
    assertTrue(run.errors().contains("status " + Status.UNKNOWN_TOOL.value()), run.errors());
  }
}
