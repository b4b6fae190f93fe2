package io.machinenative.axiom.engine.edge;

import static io.machinenative.axiom.engine.edge.EdgeRig.fields;
import static io.machinenative.axiom.engine.edge.EdgeRig.stateless;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.CallContext;
import io.machinenative.axiom.api.Content;
import io.machinenative.axiom.api.Offer;
import io.machinenative.axiom.api.Plugin;
import io.machinenative.axiom.api.Prompt;
import io.machinenative.axiom.api.Resource;
import io.machinenative.axiom.api.ResourceContents;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.client.CallOptions;
import io.machinenative.axiom.engine.Engine;
import java.net.http.HttpClient;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The trace that a caller names reaches the tool, by whatever way the call comes. */
class TraceContextTest {
  private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  private static final String STATE = "vendor=a1,other=b2";
  private static final String NOTHING = told(null, "");

  /** Nothing. */
  record Nothing() {}

  /** What a tool was told. */
  record Told(String trace) {}

  /** Ways of a call. Each answers something that has the tool's text in it. */
  enum Way {
    HTTP {
      @Override
      String call(String parent, String state) {
        String fields = "traceparent: " + parent + "\r\n";
        String[] parts = state.split(",");
        for (String part : parts) { // may come in several fields
          fields += "tracestate: " + part + "\r\n";
        }
        return post("/v1/tools/test.trace:invoke", fields, "{}");
      }
    },
    MCP {
      @Override
      String call(String parent, String state) {
        return mcp("tools/call", "test.trace", "\"name\":\"test.trace\"", parent, state);
      }
    },
    INLINE {
      @Override
      String call(String parent, String state) {
        return mcp("tools/call", "test.inline", "\"name\":\"test.inline\"", parent, state);
      }
    },
    PROMPT {
      @Override
      String call(String parent, String state) {
        return mcp("prompts/get", "trace", "\"name\":\"trace\"", parent, state);
      }
    },
    RESOURCE {
      @Override
      String call(String parent, String state) {
        return mcp("resources/read", "test://trace", "\"uri\":\"test://trace\"", parent, state);
      }
    },
    OLDER_MCP {
      @Override
      String call(String parent, String state) {
        return post(
            "/mcp",
            "",
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"_meta\":{"
                + members(parent, state)
                + "},\"name\":\"test.trace\"}}");
      }
    },
    WEB_SOCKET {
      @Override
      String call(String parent, String state) {
        try (SocketClient socket =
            new SocketClient(HttpClient.newHttpClient(), address("http"), "axiom.json")) {
          return socket
              .send("{\"id\":1,\"call\":\"test.trace\"," + members(parent, state) + "}")
              .next();
        }
      }
    },
    GATEWAY {
      @Override
      String call(String parent, String state) {
        String fields = "traceparent: " + parent + "\r\ntracestate: " + state + "\r\n";
        return gateway.invoke("up.test.trace", fields, "{}").body();
      }
    };

    abstract String call(String parent, String state);
  }

  private static Engine engine;
  private static GatewayRig gateway;

  private static String told(CallContext call) {
    return told(call.traceParent(), call.traceState());
  }

  private static String told(String parent, String state) {
    return "trace [" + parent + "] state [" + state + "]";
  }

  /** A prompt and a resource that say in which trace they are asked. */
  private static final class Offers implements Plugin {
    @Override
    public String id() {
      return "offers";
    }

    @Override
    public String version() {
      return "1.0.0";
    }

    @Override
    public List<Tool> tools() {
      return List.of();
    }

    @Override
    public List<Offer> offers() {
      return List.of(
          Prompt.of(
              "trace",
              "Says its trace.",
              List.of(),
              (arguments, call) -> List.of(Prompt.Message.user(Content.text(told(call))))),
          Resource.of(
              "test://trace",
              "trace",
              "Says its trace.",
              "text/plain",
              call -> List.of(ResourceContents.text("test://trace", "text/plain", told(call)))));
    }
  }

  @BeforeAll
  static void start() {
    engine =
        Engine.builder()
            .plugin(new Offers())
            .tool(tool("test.trace").build())
            .tool(tool("test.inline").inline().build())
            .listen("http://127.0.0.1:0")
            .listen("tcp://127.0.0.1:0")
            .start();
    gateway = new GatewayRig("{up: {url: '" + address("http") + "/mcp'}}");
    gateway.awaitUp("up");
  }

  private static Tool.Builder tool(String name) {
    return Tool.named(name)
        .typed(Nothing.class, Told.class, (nothing, call) -> new Told(told(call)));
  }

  @AfterAll
  static void stop() {
    gateway.close();
    engine.close();
  }

  private static String address(String scheme) {
    return engine.addresses().stream().filter(one -> one.startsWith(scheme)).findFirst().get();
  }

  private static String post(String path, String fields, String body) {
    try (RawHttp http = new RawHttp(address("http"))) {
      return http.post(path, fields, body).read().body();
    }
  }

  private static String members(String parent, String state) {
    return "\"traceparent\":\"" + parent + "\",\"tracestate\":\"" + state + "\"";
  }

  private static String mcp(
      String method, String name, String params, String parent, String state) {
    String body = stateless("1", method, params);
    String traced = body.replace("\"_meta\":{", "\"_meta\":{" + members(parent, state) + ",");
    return post("/mcp", fields(method, name), traced);
  }

  @ParameterizedTest
  @EnumSource
  void whatTheCallerNamesReachesTheTool(Way way) {
    String answer = way.call(PARENT, STATE);
    assertTrue(answer.contains(told(PARENT, STATE)), answer);
    String without = way.call(PARENT, "x".repeat(513));
    assertTrue(without.contains(told(PARENT, "")), "too long: " + without);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "00-+af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319cxb7ad6b7169203331-01",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more"
      })
  void whatIsNoTraceIsPassedOver(String parent) {
    for (Way way : List.of(Way.HTTP, Way.MCP, Way.WEB_SOCKET)) {
      String answer = way.call(parent, STATE);
      assertTrue(answer.contains(NOTHING), () -> way + ": " + answer);
    }
  }

  @Test
  void alsoByTheWireProtocol() {
    try (AxiomClient client = AxiomClient.builder().at(address("tcp")).connect()) {
      CallOptions options = new CallOptions().traceParent(PARENT).traceState(STATE);
      for (String tool : List.of("test.trace", "test.inline")) {
        String answer = client.callJson(tool, "{}", options);
        assertTrue(answer.contains(told(PARENT, STATE)), answer);
        assertTrue(client.callJson(tool, "{}").contains(NOTHING), "and the next one has none");
      }
    }
  }
}
