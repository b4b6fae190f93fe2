package io.machinenative.axiom.engine.gateway.session;

import java.util.List;

/**
 * All that an upstream server lists. Immutable; equal when it lists the same.
 *
 * @param problems what was left out, and why
 */
public record Lists(List<RemoteTool> tools, List<RemoteOffer> offers, List<String> problems) {
  /** Of a server that lists nothing. */
  public static final Lists NOTHING = new Lists(List.of(), List.of(), List.of());

  public Lists {
    tools = List.copyOf(tools);
    offers = List.copyOf(offers);
    problems = List.copyOf(problems);
  }
}
