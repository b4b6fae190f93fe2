package io.machinenative.axiom.engine.gateway;

import io.machinenative.axiom.api.Completer;
import io.machinenative.axiom.api.Icon;
import io.machinenative.axiom.api.Offer;
import io.machinenative.axiom.api.Prompt;
import io.machinenative.axiom.api.Resource;
import io.machinenative.axiom.api.ResourceTemplate;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.ToolId;
import io.machinenative.axiom.engine.config.UpstreamConfig;
import io.machinenative.axiom.engine.gateway.call.OfferCalls;
import io.machinenative.axiom.engine.gateway.call.ToolHandler;
import io.machinenative.axiom.engine.gateway.call.UpstreamCalls;
import io.machinenative.axiom.engine.gateway.session.Lists;
import io.machinenative.axiom.engine.gateway.session.RemoteOffer;
import io.machinenative.axiom.engine.gateway.session.RemoteTool;
import io.machinenative.axiom.engine.json.UriTemplate;
import io.machinenative.axiom.engine.pipeline.OfferNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Makes tools and offers of ours from what an upstream server lists. What somebody else serves
 * already under a name is left out, and named. Used by one thread, once.
 */
final class Joined {
  private final UpstreamConfig config;
  private final UpstreamCalls calls;
  private final OfferCalls offerCalls;
  private final boolean completions;
  private final IntPredicate taken;
  private final Set<Integer> ids = new HashSet<>();
  private final List<Tool> tools = new ArrayList<>();
  private final List<Offer> offers = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  /**
   * @param completions whether the server completes arguments
   * @param taken ids of routes that are somebody else's
   */
  Joined(
      UpstreamConfig config,
      Lists lists,
      UpstreamCalls calls,
      boolean completions,
      IntPredicate taken) {
    this.config = config;
    this.calls = calls;
    this.offerCalls = new OfferCalls(calls);
    this.completions = completions;
    this.taken = taken;
    addTools(lists.tools());
    addOffers(lists.offers());
  }

  List<Tool> tools() {
    return tools;
  }

  List<Offer> offers() {
    return offers;
  }

  /** Ids of all that is to be served. */
  Set<Integer> routes() {
    return Set.copyOf(ids);
  }

  /** What was left out, and why. */
  List<String> problems() {
    return problems;
  }

  private void addTools(List<RemoteTool> remote) {
    Map<String, String> names =
        ToolNames.of(config.namespace(), remote.stream().map(RemoteTool::name).toList());
    for (RemoteTool one : remote) {
      String name = names.get(one.name());
      if (isFree(ToolId.of(name), "tool " + name)) {
        tools.add(tool(name, one));
      }
    }
  }

  private boolean isFree(int id, String what) {
    if (taken.test(id) || !ids.add(id)) {
      problems.add(what + " is left out: somebody else serves that name, or one with its id");
      return false;
    }
    return true;
  }

  private Tool tool(String name, RemoteTool one) {
    String description = one.description();
    if (!name.equals(one.name()) && !name.endsWith("." + one.name())) {
      description = (description + "\n(there: " + one.name() + ")").strip();
    }
    Tool.Builder builder =
        Tool.named(name)
            .title(one.title().isEmpty() ? one.name() : one.title())
            .description(description)
            .icons(one.icons().toArray(Icon[]::new))
            .blocking()
            .contents()
            .schemas(one.inputSchema(), one.outputSchema())
            .raw(ContentType.JSON, new ToolHandler(calls, one, config.check()));
    if (one.readOnly()) {
      builder.readOnly();
    } else if (one.idempotent()) {
      builder.idempotent();
    }
    if (one.destructive()) {
      builder.destructive();
    }
    if (one.openWorld()) {
      builder.openWorld();
    }
    return builder.build();
  }

  private void addOffers(List<RemoteOffer> remote) {
    Map<String, String> prompts = new HashMap<>();
    List<String> names =
        remote.stream()
            .filter(one -> one.kind() == RemoteOffer.Kind.PROMPT)
            .map(RemoteOffer::key)
            .toList();
    prompts.putAll(ToolNames.of(config.namespace(), names));
    for (RemoteOffer one : remote) {
      try {
        Offer offer =
            switch (one.kind()) {
              case RESOURCE -> resource(one);
              case TEMPLATE -> template(one);
              case PROMPT -> prompt(prompts.get(one.key()), one);
            };
        String name = OfferNames.of(offer);
        if (isFree(ToolId.of(name), name)
            && isFree(ToolId.of(OfferNames.completionOf(offer)), name)) {
          offers.add(offer);
        }
      } catch (IllegalArgumentException e) {
        problems.add(one.key() + " is left out: " + e.getMessage());
      }
    }
  }

  private Offer resource(RemoteOffer one) {
    return new Resource(
        one.key(),
        one.name(),
        one.title(),
        one.description(),
        one.mimeType(),
        call -> offerCalls.read(one.key(), call),
        one.icons());
  }

  private Offer template(RemoteOffer one) {
    UriTemplate parsed = new UriTemplate(one.key()); // one that we cannot match serves nobody
    Map<String, Completer> completers = new HashMap<>();
    if (completions) {
      Map<String, String> ref = Map.of("type", "ref/resource", "uri", one.key());
      parsed
          .names()
          .forEach(variable ->
              completers.put(
                  variable, (begun, others) -> offerCalls.complete(ref, variable, begun, others)));
    }
    return new ResourceTemplate(
        one.key(),
        one.name(),
        one.title(),
        one.description(),
        one.mimeType(),
        completers,
        (uri, variables, call) -> offerCalls.read(uri, call),
        one.icons());
  }

  private Offer prompt(String name, RemoteOffer one) {
    Map<String, String> ref = Map.of("type", "ref/prompt", "name", one.key());
    List<Prompt.Argument> arguments =
        one.arguments().stream()
            .map(argument ->
                new Prompt.Argument(
                    argument.name(),
                    argument.description(),
                    argument.required(),
                    completions
                        ? (begun, others) ->
                            offerCalls.complete(ref, argument.name(), begun, others)
                        : Completer.NONE))
            .toList();
    return new Prompt(
        name,
        one.title(),
        one.description(),
        arguments,
        (values, call) -> offerCalls.write(one.key(), values, call),
        one.icons());
  }
}
