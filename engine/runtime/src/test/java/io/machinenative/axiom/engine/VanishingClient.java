package io.machinenative.axiom.engine;

import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.client.CallOptions;
import io.machinenative.axiom.codec.ContentType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process that calls, says so, and waits to be killed. */
final class VanishingClient {
  private static final int HEARTBEAT_MS = 500;

  private VanishingClient() {}

  /**
   * @param arguments the Aeron directory, the number of calls on each connection, and addresses
   */
  public static void main(String[] arguments) throws Exception {
    List<AxiomClient> clients = new ArrayList<>();
    for (int i = 2; i < arguments.length; i++) {
      AxiomClient client =
          AxiomClient.builder()
              .at(arguments[i])
              .aeronDirectory(Path.of(arguments[0]))
              .heartbeatIntervalMs(HEARTBEAT_MS)
              .connect();
      clients.add(client);
      for (int call = Integer.parseInt(arguments[1]); call > 0; call--) {
        byte[] sleep = "{\"millis\":600000}".getBytes(StandardCharsets.UTF_8);
        client
            .callAsync("core.sleep", ContentType.JSON, sleep, new CallOptions())
            .whenComplete((reply, thrown) -> System.out.println("ended: " + thrown));
      }
      client.callJson("core.echo", "{}");
    }
    System.out.println("in flight on " + clients.size());
    // Ends with its parent at the latest.
    System.exit(System.in.read());
  }
}
