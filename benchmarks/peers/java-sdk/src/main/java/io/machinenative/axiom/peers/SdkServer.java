package io.machinenative.axiom.peers;

import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.transport.HttpServletStatelessServerTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;

/**
 * The official Java SDK, without sessions, in an embedded Tomcat: the fastest way that it has. A
 * tool adds two numbers, and replies with text and structured content. A process of its own; ends
 * with its standard input.
 */
public final class SdkServer {
  private static final Map<String, Object> INPUT =
      Map.of(
          "type", "object",
          "properties", Map.of("a", Map.of("type", "integer"), "b", Map.of("type", "integer")),
          "required", List.of("a", "b"));

  private static final Logger TOMCAT = Logger.getLogger("org.apache");

  /** Warns of the SDK's threads when it stops, which end with the process, right after that. */
  private static final Logger LEFT =
      Logger.getLogger("org.apache.catalina.loader.WebappClassLoaderBase");

  private SdkServer() {}

  public static void main(String[] arguments) throws Exception {
    HttpServletStatelessServerTransport transport =
        HttpServletStatelessServerTransport.builder().messageEndpoint("/mcp").build();
    McpServer.sync(transport)
        .serverInfo("peer", "1")
        .capabilities(ServerCapabilities.builder().tools(false).build())
        .tools(
            SyncToolSpecification.builder()
                .tool(Tool.builder("math.add", INPUT).description("Adds two numbers.").build())
                .callHandler((context, request) -> {
                  long sum = number(request.arguments(), "a") + number(request.arguments(), "b");
                  return CallToolResult.builder()
                      .content(List.of(TextContent.builder("{\"sum\":" + sum + "}").build()))
                      .structuredContent(Map.of("sum", sum))
                      .isError(false)
                      .build();
                })
                .build())
        .build();
    TOMCAT.setLevel(Level.WARNING);
    LEFT.setLevel(Level.SEVERE);
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(System.getProperty("java.io.tmpdir"));
    tomcat.setHostname("127.0.0.1");
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    tomcat.getConnector().setProperty("maxKeepAliveRequests", "-1");
    StandardContext context = (StandardContext) tomcat.addContext("", null);
    // Nothing is undeployed here: it need not look into the JDK for what would leak then.
    context.setClearReferencesThreadLocals(false);
    context.setClearReferencesRmiTargets(false);
    Tomcat.addServlet(context, "mcp", transport).setAsyncSupported(true);
    context.addServletMappingDecoded("/mcp", "mcp");
    tomcat.start();
    System.out.println("ready http://127.0.0.1:" + tomcat.getConnector().getLocalPort());
    while (System.in.read() >= 0) {
      // until the parent is done
    }
    tomcat.stop();
  }

  private static long number(Map<String, Object> arguments, String name) {
    return ((Number) arguments.get(name)).longValue();
  }
}
