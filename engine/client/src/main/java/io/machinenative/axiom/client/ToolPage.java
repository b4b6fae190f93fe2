package io.machinenative.axiom.client;

import io.machinenative.axiom.codec.ToolListDecoder;
import java.util.ArrayList;
import java.util.List;

/**
 * A page of the catalogue.
 *
 * @param tools in the order of names
 * @param total that match, on all pages
 * @param more whether there are names after the last one
 * @param catalogueEpoch when this was so
 */
record ToolPage(List<ToolSummary> tools, long total, boolean more, long catalogueEpoch) {
  /** Copies what a decoder holds that stands before its group. */
  static ToolPage of(ToolListDecoder from) {
    long epoch = from.catalogueEpoch();
    long total = from.total();
    boolean more = from.more() == 1;
    List<ToolSummary> tools = new ArrayList<>();
    for (ToolListDecoder.ToolsDecoder tool : from.tools()) {
      tools.add(
          ToolSummary.of(
              (int) tool.toolId(),
              tool.mode(),
              tool.flags(),
              ToolSummary.contentTypes(tool.accepts()),
              tool.name(),
              tool.version(),
              tool.title()));
    }
    return new ToolPage(List.copyOf(tools), total, more, epoch);
  }
}
