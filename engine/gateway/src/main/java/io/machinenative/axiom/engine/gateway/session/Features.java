package io.machinenative.axiom.engine.gateway.session;

import io.machinenative.axiom.engine.json.Json;
import java.util.Map;

/**
 * What a server declares that it has.
 *
 * @param subscribe whether it tells of resources that were updated
 */
public record Features(
    boolean tools,
    boolean resources,
    boolean subscribe,
    boolean prompts,
    boolean completions,
    boolean logging) {
  /** Of the {@code capabilities} of a server; null when it declares none. */
  static Features of(byte[] capabilities) {
    Map<?, ?> map =
        capabilities != null && Json.read(capabilities) instanceof Map<?, ?> found
            ? found
            : Map.of();
    return new Features(
        map.containsKey("tools"),
        map.containsKey("resources"),
        map.get("resources") instanceof Map<?, ?> resources
            && Boolean.TRUE.equals(resources.get("subscribe")),
        map.containsKey("prompts"),
        map.containsKey("completions"),
        map.containsKey("logging"));
  }
}
