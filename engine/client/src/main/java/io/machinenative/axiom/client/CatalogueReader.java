package io.machinenative.axiom.client;

import io.machinenative.axiom.codec.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Reads the catalogue page by page, and starts again when it changed meanwhile. One use by one
 * thread; allocates.
 */
final class CatalogueReader {
  /** A catalogue that changes more often while it is read is not worth waiting for. */
  static final int MAX_STARTS = 16;

  private final Function<String, ToolPage> pages;

  /**
   * @param pages asks for the page after a name
   */
  CatalogueReader(Function<String, ToolPage> pages) {
    this.pages = pages;
  }

  /** All tools, all of one epoch. */
  List<ToolSummary> read() {
    for (int i = 0; i < MAX_STARTS; i++) {
      List<ToolSummary> tools = readOnce();
      if (tools != null) {
        return tools;
      }
    }
    throw new CallException(
        Status.OVERLOADED, "the catalogue changed " + MAX_STARTS + " times while it was read");
  }

  /** Null when the epoch changed on the way. */
  private List<ToolSummary> readOnce() {
    ToolPage page = pages.apply("");
    long epoch = page.catalogueEpoch();
    List<ToolSummary> tools = new ArrayList<>(page.tools());
    while (page.more()) {
      if (page.tools().isEmpty()) {
        throw new CallException(
            Status.PROTOCOL_ERROR, "the server sent an empty page that is not the last one");
      }
      String after = page.tools().getLast().name();
      page = pages.apply(after);
      if (page.catalogueEpoch() != epoch) {
        return null;
      }
      if (!page.tools().isEmpty() && page.tools().getFirst().name().compareTo(after) <= 0) {
        throw new CallException(
            Status.PROTOCOL_ERROR, "the page after '" + after + "' begins before it");
      }
      tools.addAll(page.tools());
    }
    return List.copyOf(tools);
  }
}
