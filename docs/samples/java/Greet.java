import io.machinenative.axiom.api.Constraint;
import io.machinenative.axiom.api.Description;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.client.CallException;
import io.machinenative.axiom.engine.Engine;

@Description("Whom to greet.")
record Greeting(
    @Description("The name.") @Constraint(minLength = 1, maxLength = 40) String name,
    @Description("How often.")
        @Constraint(optional = true, defaultValue = "1", minimum = 1, maximum = 3)
        int times) {}

record Greeted(String text) {}

Tool greet() {
  return Tool.named("greet.hello")
      .title("Greet")
      .description("Says hello to somebody.")
      .readOnly()
      .typed(Greeting.class, Greeted.class, (greeting, call) -> new Greeted(text(greeting)))
      .build();
}

String text(Greeting greeting) {
  return ("Hello " + greeting.name() + "! ").repeat(greeting.times()).strip();
}

void main() {
  try (Engine engine = Engine.builder().tool(greet()).listen("tcp://127.0.0.1:0").start();
      AxiomClient client = AxiomClient.builder().at(engine.addresses().getFirst()).connect()) {
    // a record in, a record out
    IO.println(client.call("greet.hello", new Greeting("Ada", 2), Greeted.class));
    // the same as JSON; what is optional may be left out
    IO.println(client.callJson("greet.hello", "{\"name\":\"Ada\"}"));
    // what does not fit the schema never reaches the tool
    try {
      client.callJson("greet.hello", "{\"name\":\"Ada\",\"times\":9}");
    } catch (CallException e) {
      IO.println(e.status() + ": " + e.text());
    }
    // the schema that callers and agents see
    IO.println(client.describeTool("greet.hello").inputSchema());
  }
}
