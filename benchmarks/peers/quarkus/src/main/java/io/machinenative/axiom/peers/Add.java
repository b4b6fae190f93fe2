package io.machinenative.axiom.peers;

import io.quarkiverse.mcp.server.TextContent;
import io.quarkiverse.mcp.server.Tool;
import io.quarkiverse.mcp.server.ToolArg;
import io.quarkiverse.mcp.server.ToolResponse;
import java.util.List;
import java.util.Map;

/** A tool that adds two numbers, and replies with text and structured content. */
public class Add {
  @Tool(name = "math.add", description = "Adds two numbers.")
  ToolResponse add(@ToolArg(description = "left") long a, @ToolArg(description = "right") long b) {
    long sum = a + b;
    return new ToolResponse(
        false, List.of(new TextContent("{\"sum\":" + sum + "}")), Map.of("sum", sum), null);
  }
}
