package io.machinenative.axiom.engine.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.machinenative.axiom.engine.Await;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Upstreams whose HTTP is none: each is named with what is the matter, and none is waited for. */
class BrokenUpstreamTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

  /** Answers every connection's first request with the same bytes, over and over or once. */
  private static final class Broken implements AutoCloseable {
    private final ServerSocket socket;
    private final byte[] answer;
    private final boolean endless;
    private final boolean open;

    /**
     * @param endless whether the answer is sent again and again
     * @param open whether the connection stays open after it
     */
    Broken(String answer, boolean endless, boolean open) {
      this.answer = answer.getBytes(ISO_8859_1);
      this.endless = endless;
      this.open = open;
      try {
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      Thread.ofVirtual().start(this::accept);
    }

    private void accept() {
      try {
        while (true) {
          Socket connection = socket.accept();
          Thread.ofVirtual().start(() -> serve(connection));
        }
      } catch (IOException _) {
        // the test is over
      }
    }

    private void serve(Socket connection) {
      try (connection) {
        InputStream in = connection.getInputStream();
        OutputStream out = connection.getOutputStream();
        in.read(new byte[8192]);
        do {
          out.write(answer);
        } while (endless);
        if (open) {
          in.transferTo(OutputStream.nullOutputStream());
        }
      } catch (IOException _) {
        // the gateway has heard enough
      }
    }

    String url() {
      return "http://127.0.0.1:" + socket.getLocalPort() + "/mcp";
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @Test
  void whatIsWrongWithEachIsSaid() throws IOException {
    Map<String, Broken> servers =
        new TreeMap<>(
            Map.of(
                "no HTTP: ", new Broken("220 mail.example ESMTP\r\n\r\n", false, true),
                "no HTTP: Maximum", new Broken(OK + "X: y\r\n".repeat(200), true, true),
                "no HTTP: Bad chunk",
                    new Broken(OK + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n", false, true),
                "again and again", new Broken("HTTP/1.1 100 Continue\r\n\r\n", true, true),
                "ended the connection: Premature",
                    new Broken(OK + "Content-Length: 9\r\n\r\n{", false, false),
                "ended the connection", new Broken("", false, false),
                "sent nothing for too long", new Broken("HTTP/1.1 2", false, true),
                "longer than the 65536 bytes",
                    new Broken(OK + "\r\n" + " ".repeat(8192), true, true)));
    List<String> wanted = List.copyOf(servers.keySet());
    List<String> upstreams = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      upstreams.add(
          "u%d: {url: '%s', body: 64KiB, timeouts: {connect: 1s}}"
              .formatted(i, servers.get(wanted.get(i)).url()));
    }
    try (GatewayRig rig = new GatewayRig("{" + String.join(", ", upstreams) + "}")) {
      for (int i = 0; i < wanted.size(); i++) {
        String name = "u" + i;
        String why = wanted.get(i);
        Await.until(
            () -> name + ": " + why + ", in " + rig.upstream(name),
            () -> String.valueOf(rig.upstream(name)).contains(why));
      }
    } finally {
      for (Broken server : servers.values()) {
        server.close();
      }
    }
  }
}
