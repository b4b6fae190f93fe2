package io.machinenative.axiom.docs;

import java.util.ArrayList;
import java.util.List;

/**
 * A fenced block of a document.
 *
 * @param place the document and the line of the fence
 * @param info what stands behind the opening fence
 * @param text between the fences
 */
record DocumentBlock(String place, String info, String text) {
  private static final String FENCE = "```";

  /** The blocks of a document, in its order. */
  static List<DocumentBlock> in(String document, List<String> lines) {
    List<DocumentBlock> blocks = new ArrayList<>();
    int start = -1;
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).startsWith(FENCE)) {
        continue;
      }
      if (start < 0) {
        start = i;
      } else {
        String info = lines.get(start).substring(FENCE.length()).strip();
        String text = String.join("\n", lines.subList(start + 1, i));
        blocks.add(new DocumentBlock(document + ":" + (start + 1), info, text));
        start = -1;
      }
    }
    if (start >= 0) {
      throw new IllegalArgumentException(
          document
              + ": expected a closing fence, actual end of file; opened in line "
              + (start + 1));
    }
    return blocks;
  }
}
