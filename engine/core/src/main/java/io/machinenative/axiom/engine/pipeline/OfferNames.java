package io.machinenative.axiom.engine.pipeline;

import io.machinenative.axiom.api.Offer;
import io.machinenative.axiom.api.Prompt;
import io.machinenative.axiom.api.Resource;
import io.machinenative.axiom.api.ResourceTemplate;

/**
 * Names of routes to offers. They hold a space, which no tool's name does, so the two never meet.
 * Stateless.
 */
public final class OfferNames {
  private OfferNames() {}

  public static String of(Offer offer) {
    return switch (offer) {
      case Resource resource -> "resource " + resource.uri();
      case ResourceTemplate template -> "template " + template.uriTemplate();
      case Prompt prompt -> "prompt " + prompt.name();
    };
  }

  /** Of the route that completes the arguments of an offer. */
  public static String completionOf(Offer offer) {
    return "complete " + of(offer);
  }
}
