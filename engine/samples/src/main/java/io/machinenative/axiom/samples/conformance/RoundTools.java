package io.machinenative.axiom.samples.conformance;

import static io.machinenative.axiom.samples.conformance.AskingTools.said;

import io.machinenative.axiom.api.ClientFeature;
import io.machinenative.axiom.api.Contents;
import io.machinenative.axiom.api.InputRequest;
import io.machinenative.axiom.api.Interaction;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.samples.conformance.ContentTools.Nothing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Tools that need one round with the client or more. */
final class RoundTools {
  private static final String PREFIX = "test_input_required_result_";
  private static final String LEFT = "left-by-the-first-run";

  private RoundTools() {}

  static List<Tool> all() {
    return List.of(
        tool("elicitation", "Asks the user for a name.", RoundTools::greet),
        tool("sampling", "Asks the client's model for a capital.", RoundTools::capital),
        tool("list_roots", "Asks the client for its folders.", RoundTools::roots),
        tool("request_state", "Remembers something between two runs.", RoundTools::confirmed),
        tool("multiple_inputs", "Asks three things at once.", RoundTools::three),
        tool("multi_round", "Asks one thing after the other.", RoundTools::steps),
        tool(
            "tampered_state", "Notices when what it remembers was changed.", RoundTools::confirmed),
        tool("capabilities", "Asks only what the client can answer.", RoundTools::possible));
  }

  private static Tool tool(
      String name, String description, Function<Interaction, Contents> handler) {
    return Tool.named(PREFIX + name)
        .description(description)
        .typed(Nothing.class, Contents.class, (nothing, call) -> handler.apply(call.interaction()))
        .build();
  }

  private static Contents greet(Interaction client) {
    InputRequest question = Questions.form("What is your name?", "name", "string");
    Map<String, Object> answer = client.ask("user_name", question);
    return said("Hello, " + Questions.field(answer, "name", "friend") + "!");
  }

  private static Contents capital(Interaction client) {
    InputRequest question = Questions.message("What is the capital of France?", 100);
    return said(Questions.said(client.ask("capital_question", question)));
  }

  private static Contents roots(Interaction client) {
    Map<String, Object> answer = client.ask("client_roots", InputRequest.roots());
    return said("Found " + Questions.rootCount(answer) + " root(s)");
  }

  private static Contents confirmed(Interaction client) {
    String left = client.remembered();
    client.remember(LEFT);
    InputRequest question = Questions.form("Please confirm", "ok", "boolean");
    client.ask("confirm", question);
    return said(LEFT.equals(left) ? "state-ok: integrity-ok" : "the state is gone");
  }

  private static Contents three(Interaction client) {
    Map<String, InputRequest> questions = new LinkedHashMap<>();
    questions.put("user_name", Questions.form("What is your name?", "name", "string"));
    questions.put("greeting", Questions.message("Generate a greeting", 50));
    questions.put("client_roots", InputRequest.roots());
    Map<String, Map<String, Object>> answers = client.ask(questions);
    return said(
        "Name: "
            + Questions.field(answers.get("user_name"), "name", "friend")
            + "; Greeting: "
            + Questions.said(answers.get("greeting"))
            + "; Roots: "
            + Questions.rootCount(answers.get("client_roots")));
  }

  private static Contents steps(Interaction client) {
    InputRequest first = Questions.form("Step 1: What is your name?", "name", "string");
    Object name = Questions.field(client.ask("step1", first), "name", "friend");
    InputRequest second = Questions.form("Step 2: What is your favorite color?", "color", "string");
    Object color = Questions.field(client.ask("step2", second), "color", "none");
    return said("Multi-round complete for " + name + " who likes " + color);
  }

  private static Contents possible(Interaction client) {
    Map<String, InputRequest> questions = new LinkedHashMap<>();
    if (client.supports(ClientFeature.ELICITATION)) {
      questions.put("elicit_input", Questions.form("Elicitation input", "value", "string"));
    }
    if (client.supports(ClientFeature.SAMPLING)) {
      questions.put("sample_input", Questions.message("Sample request", 50));
    }
    return said("capabilities-ok: received " + client.ask(questions).keySet());
  }
}
