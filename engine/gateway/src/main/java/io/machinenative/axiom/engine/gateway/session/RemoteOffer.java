package io.machinenative.axiom.engine.gateway.session;

import java.util.List;

/**
 * Something of an upstream server beside its tools. Immutable.
 *
 * @param key URI, template of URIs, or the name of a prompt
 * @param mimeType empty when it is not known, and for prompts
 * @param arguments of a prompt
 */
public record RemoteOffer(
    Kind kind,
    String key,
    String name,
    String title,
    String description,
    String mimeType,
    List<Argument> arguments) {

  /** What it is. */
  public enum Kind {
    RESOURCE("resources/list", "resources", "uri"),
    TEMPLATE("resources/templates/list", "resourceTemplates", "uriTemplate"),
    PROMPT("prompts/list", "prompts", "name");

    final String method;
    final String member;
    final String key;

    Kind(String method, String member, String key) {
      this.method = method;
      this.member = member;
      this.key = key;
    }
  }

  /** An argument of a prompt. */
  public record Argument(String name, String description, boolean required) {}

  public RemoteOffer {
    arguments = List.copyOf(arguments);
  }
}
