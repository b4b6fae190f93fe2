package io.machinenative.axiom.engine.registry.naming;

/** What a name must keep to. */
public enum NameRule {
  NOT_EMPTY("a name"),
  WITHIN_253("at most 253 characters, as in DNS"),
  LABEL_WITHIN_63("at most 63 characters between two dots, as in DNS"),
  KEBAB("words of small letters and digits, a letter first, with single hyphens between"),
  CANONICAL("{domain}-{name}-{kind}-v{major}, with the kind and the major version of the record");

  private final String expected;

  NameRule(String expected) {
    this.expected = expected;
  }

  /** For people: what is asked for. */
  public String expected() {
    return expected;
  }
}
