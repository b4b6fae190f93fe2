package io.machinenative.axiom.api;

import java.util.List;
import java.util.Map;

/**
 * The result of a typed tool that says more than one record can: texts, pictures, sounds,
 * resources. Agents get it as MCP has it; other callers get the same as JSON.
 *
 * <pre>{@code
 * Tool.named("chart.draw").typed(Query.class, Contents.class, (query, call) ->
 *     Contents.of(Content.text("Sales of May"), new Content.Image(png, "image/png")))
 * }</pre>
 *
 * @param items in order
 * @param structured the result for programs, as JSON values; null for none
 * @param isError whether the tool failed, and the items say how
 */
public record Contents(List<Content> items, Map<String, Object> structured, boolean isError) {
  public Contents {
    items = List.copyOf(items);
  }

  public static Contents of(Content... items) {
    return new Contents(List.of(items), null, false);
  }

  /** The tool failed. */
  public static Contents error(String message) {
    return new Contents(List.of(Content.text(message)), null, true);
  }
}
