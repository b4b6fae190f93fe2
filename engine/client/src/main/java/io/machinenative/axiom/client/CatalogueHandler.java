package io.machinenative.axiom.client;

import io.machinenative.axiom.codec.ToolDescriptionDecoder;
import io.machinenative.axiom.codec.ToolListDecoder;

/**
 * Takes the answer to a request for the catalogue: exactly one call of one of its methods. Called
 * on the session's thread; must not throw. Decoders are borrowed until the call returns, were
 * checked to lie within their frame, and stand before the first group or var-data field.
 */
public interface CatalogueHandler extends FailureHandler {
  /** Answers {@link ClientSession#listTools}. */
  default void onToolList(long token, ToolListDecoder page) {}

  /** Answers {@link ClientSession#describeTool}. */
  default void onToolDescription(long token, ToolDescriptionDecoder description) {}
}
