package io.machinenative.axiom.client;

import io.machinenative.axiom.codec.ToolDescriptionDecoder;

/**
 * All that a server says of one tool.
 *
 * @param summary what the catalogue lists
 * @param description for people and agents
 * @param inputSchema JSON Schema (2020-12) of the arguments; empty for none
 * @param outputSchema JSON Schema (2020-12) of the result; empty for none
 * @param catalogueEpoch when this was so
 */
public record ToolDetails(
    ToolSummary summary,
    String description,
    String inputSchema,
    String outputSchema,
    long catalogueEpoch) {
  /** Copies what a decoder holds that stands before its first var-data field. */
  static ToolDetails of(ToolDescriptionDecoder from) {
    return new ToolDetails(
        ToolSummary.of(
            (int) from.toolId(),
            from.mode(),
            from.flags(),
            ToolSummary.contentTypes(from.accepts()),
            from.name(),
            from.version(),
            from.title()),
        from.description(),
        from.inputSchema(),
        from.outputSchema(),
        from.catalogueEpoch());
  }
}
