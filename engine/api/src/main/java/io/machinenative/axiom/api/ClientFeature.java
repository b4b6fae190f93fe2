package io.machinenative.axiom.api;

/** What a client may be asked while a tool serves it. */
public enum ClientFeature {
  /** Its user answers a form, or visits a page. */
  ELICITATION("elicitation"),
  /** Its language model writes a message. */
  SAMPLING("sampling"),
  /** It tells the folders that it works in. */
  ROOTS("roots");

  private final String label;

  ClientFeature(String label) {
    this.label = label;
  }

  /** As MCP names it among a client's capabilities. */
  public String label() {
    return label;
  }
}
