package io.machinenative.axiom.engine.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.engine.edge.EdgeRig.Nothing;
import io.machinenative.axiom.engine.edge.EdgeRig.Sum;
import java.net.http.HttpClient;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A caller that goes, or takes its call back, stops the tool, whichever way it came. */
class CancellationTest {
  private static final EdgeRig RIG = EdgeRig.usual();
  private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";

  @AfterAll
  static void stop() {
    RIG.close();
  }

  /** A tool of the test's own, which waits until it is interrupted. */
  private static final class Waiting {
    final String tool;
    private final Semaphore running = new Semaphore(0);
    private final Semaphore interrupted = new Semaphore(0);

    Waiting(Way way) {
      tool = "wait." + way.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
      Tool waiting =
          Tool.named(tool)
              .blocking()
              .typed(
                  Nothing.class,
                  Sum.class,
                  (nothing, call) -> {
                    running.release();
                    try {
                      new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                      interrupted.release();
                      throw e;
                    }
                    return new Sum(0);
                  })
              .build();
      RIG.engine().add(List.of(waiting)).join();
    }

    String call(String id) {
      return OlderClient.message(id, "tools/call", params());
    }

    String params() {
      return "{\"name\":\"" + tool + "\"}";
    }

    String path() {
      return "/v1/tools/" + tool + ":invoke";
    }

    void awaitRunning(int calls) throws InterruptedException {
      assertTrue(running.tryAcquire(calls, 60, TimeUnit.SECONDS), "the calls run");
    }
  }

  private enum Way {
    NOTIFICATION_IN_A_SESSION {
      @Override
      void callAndGo(Waiting waiting) throws InterruptedException {
        OlderClient client = new OlderClient(RIG::connect, "2025-11-25", "{}");
        try (RawHttp calling = client.begin("\"a\"", "tools/call", waiting.params())) {
          waiting.awaitRunning(1);
          String cancelled =
              "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":"
                  + "{\"requestId\":%s,\"reason\":\"no more\"}}";
          assertEquals(202, client.tell(cancelled.formatted("\"b\"")), "another one's");
          assertEquals(202, client.tell(cancelled.formatted("\"a\"")));
          RawHttp.Answer answer = calling.read();
          assertEquals("", answer.body(), "no answer is sent");
        }
      }
    },
    END_OF_THE_SESSION {
      @Override
      void callAndGo(Waiting waiting) throws InterruptedException {
        OlderClient client = new OlderClient(RIG::connect, "2025-11-25", "{}");
        try (RawHttp calling = client.begin("1", "tools/call", waiting.params())) {
          waiting.awaitRunning(1);
          assertEquals(204, client.end());
          assertEquals("", calling.read().body());
        }
      }
    },
    RESET_OF_A_STREAM {
      @Override
      void callAndGo(Waiting waiting) throws InterruptedException {
        try (RawHttp2 http = new RawHttp2(RIG.connect())) {
          http.post(1, "/mcp").data(1, waiting.call("1"), true);
          waiting.awaitRunning(1);
          http.reset(1);
          http.post(3, "/mcp").data(3, PING, true);
          RawHttp2.Frame frame = http.read(RawHttp2.DATA);
          assertEquals(3, frame.stream(), "the connection serves on");
        }
      }
    },
    RESET_OF_A_REST_STREAM {
      @Override
      void callAndGo(Waiting waiting) throws InterruptedException {
        try (RawHttp2 http = new RawHttp2(RIG.connect())) {
          http.post(1, waiting.path()).data(1, "{}", true);
          waiting.awaitRunning(1);
          http.reset(1);
          http.post(3, "/v1/tools/test.add:invoke").data(3, "{\"left\":1,\"right\":2}", true);
          RawHttp2.Frame frame = http.read(RawHttp2.DATA);
          assertEquals("{\"sum\":3}", frame.payload());
        }
      }
    },
    REST_CLIENT_THAT_GOES {
      @Override
      void callAndGo(Waiting waiting) throws InterruptedException {
        try (RawHttp http = RIG.connect()) {
          http.post(waiting.path(), "", "{}");
          waiting.awaitRunning(1);
        }
      }
    },
    SOCKET_THAT_IS_CLOSED {
      @Override
      void callAndGo(Waiting waiting) throws InterruptedException {
        try (SocketClient socket = callTwice(waiting)) {
          assertEquals(1000, socket.leave());
        }
      }

      @Override
      int calls() {
        return 2;
      }
    },
    SOCKET_THAT_IS_CUT {
      @Override
      void callAndGo(Waiting waiting) throws InterruptedException {
        callTwice(waiting).close();
      }

      @Override
      int calls() {
        return 2;
      }
    };

    /** Calls, sees the tool run, and stops wanting it. */
    abstract void callAndGo(Waiting waiting) throws InterruptedException;

    int calls() {
      return 1;
    }

    static SocketClient callTwice(Waiting waiting) throws InterruptedException {
      SocketClient socket =
          new SocketClient(
              HttpClient.newHttpClient(), RIG.engine().addresses().getFirst(), "axiom.json");
      for (int id = 1; id <= 2; id++) {
        socket.send("{\"id\":%d,\"call\":\"%s\",\"arguments\":{}}".formatted(id, waiting.tool));
      }
      waiting.awaitRunning(2);
      return socket;
    }
  }

  @ParameterizedTest
  @EnumSource
  void theToolIsToldToStop(Way way) throws InterruptedException {
    Waiting waiting = new Waiting(way);
    way.callAndGo(waiting);
    assertTrue(
        waiting.interrupted.tryAcquire(way.calls(), 60, TimeUnit.SECONDS),
        "the tool was told to stop");
  }
}
