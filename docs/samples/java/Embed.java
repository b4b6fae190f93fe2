import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.engine.Engine;

record Sum(long a, long b) {}

record Total(long value) {}

void main() {
  Tool add =
      Tool.named("math.add")
          .typed(Sum.class, Total.class, (sum, call) -> new Total(sum.a() + sum.b()))
          .build();
  try (Engine engine = Engine.builder().tool(add).listen("inproc:").start();
      AxiomClient client = AxiomClient.builder().inproc(engine.inproc()).connect()) {
    IO.println(client.call("math.add", new Sum(2, 3), Total.class).value());
  }
}
