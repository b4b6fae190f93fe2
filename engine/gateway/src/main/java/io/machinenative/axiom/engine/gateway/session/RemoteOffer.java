package io.machinenative.axiom.engine.gateway.session;

import io.machinenative.axiom.api.Icon;
import java.util.List;

/**
 * Something of an upstream server beside its tools. Immutable.
 *
 * @param key URI, template of URIs, or the name of a prompt
 * @param icons that may be shown
 * @param mimeType empty when it is not known, and for prompts
 * @param arguments of a prompt
 */
public record RemoteOffer(
    Kind kind,
    String key,
    String name,
    String title,
    String description,
    List<Icon> icons,
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
    icons = List.copyOf(icons);
    arguments = List.copyOf(arguments);
  }
}
