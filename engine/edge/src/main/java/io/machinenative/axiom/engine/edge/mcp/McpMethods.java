package io.machinenative.axiom.engine.edge.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;

/** The methods that clients call, the most frequent first. Owned by the ingress thread. */
final class McpMethods {
  private final List<McpMethod> methods;

  McpMethods(McpServer server, Subscriptions subscriptions) {
    ToolMethods toolMethods = new ToolMethods(server);
    OfferMethods offerMethods = new OfferMethods(server);
    Greetings greetings = new Greetings(server);
    TaskMethods taskMethods = new TaskMethods(server);
    methods =
        List.of(
            McpMethod.named("tools/call", "name", toolMethods::call),
            McpMethod.both("tools/list", toolMethods::list),
            McpMethod.named("resources/read", "uri", offerMethods::readResource),
            McpMethod.named("prompts/get", "name", offerMethods::getPrompt),
            McpMethod.both("resources/list", offerMethods::listResources),
            McpMethod.both("resources/templates/list", offerMethods::listTemplates),
            McpMethod.both("prompts/list", offerMethods::listPrompts),
            McpMethod.both("completion/complete", offerMethods::complete),
            McpMethod.statelessOnly("server/discover", greetings::discover),
            McpMethod.statelessOnly("subscriptions/listen", subscriptions::listen),
            McpMethod.statelessNamed("tasks/get", "taskId", taskMethods::get),
            McpMethod.statelessNamed("tasks/update", "taskId", taskMethods::update),
            McpMethod.statelessNamed("tasks/cancel", "taskId", taskMethods::cancel),
            McpMethod.withSessionsOnly("resources/subscribe", subscriptions::subscribe),
            McpMethod.withSessionsOnly("resources/unsubscribe", subscriptions::unsubscribe),
            McpMethod.withSessionsOnly("initialize", greetings::initialize),
            McpMethod.withSessionsOnly("ping", greetings::ping),
            McpMethod.withSessionsOnly("logging/setLevel", greetings::setLevel));
  }

  /** The method that a request names; null when there is none. */
  McpMethod called(Envelope request) {
    for (McpMethod method : methods) {
      if (request.isMethod(method.name())) {
        return method;
      }
    }
    byte[] decoded = request.method().getBytes(UTF_8);
    for (McpMethod method : methods) {
      if (Arrays.equals(method.name(), decoded)) {
        return method;
      }
    }
    return null;
  }
}
