package io.machinenative.axiom.benchmarks.edge;

import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.engine.Engine;
import io.machinenative.axiom.plugins.core.CoreToolsPlugin;
import java.io.IOException;

/**
 * An engine with an edge, and a tool that adds two numbers. A process of its own; ends with its
 * standard input.
 */
public final class EdgeServer {
  /** What {@code math.add} takes. */
  public record Operands(long a, long b) {}

  /** What {@code math.add} answers. */
  public record Sum(long sum) {}

  private EdgeServer() {}

  public static void main(String[] arguments) throws IOException {
    try (Engine engine =
        Engine.builder()
            .plugin(new CoreToolsPlugin())
            .tool(
                Tool.named("math.add")
                    .description("Adds two numbers.")
                    .inline()
                    .readOnly()
                    .typed(
                        Operands.class,
                        Sum.class,
                        (operands, call) -> new Sum(operands.a() + operands.b()))
                    .build())
            .listen("http://127.0.0.1:0")
            .start()) {
      System.out.println(HttpChild.READY + engine.addresses().getFirst());
      HttpChild.awaitEndOfInput();
    }
  }
}
