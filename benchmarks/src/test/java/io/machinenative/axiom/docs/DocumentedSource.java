package io.machinenative.axiom.docs;

import java.util.List;

/**
 * A program that a document shows, which is a file of the tree, letter by letter. So that it is
 * known to work, the document also runs it: see {@link DocumentedCommand}.
 *
 * <p>Marked in the info string of the fence, which readers do not see:
 *
 * <pre>
 * ```java docs/samples/java/Embed.java
 * </pre>
 *
 * @param place the document and the line of the fence
 * @param file path of the program, from the root
 * @param text what the document shows
 */
record DocumentedSource(String place, String file, String text) {
  private static final String MARK = "java docs/";

  /** The marked programs of a document, in its order. */
  static List<DocumentedSource> in(String document, List<String> lines) {
    return DocumentBlock.in(document, lines).stream()
        .filter(block -> block.info().startsWith(MARK))
        .map(block -> new DocumentedSource(block.place(), fileOf(block), block.text()))
        .toList();
  }

  private static String fileOf(DocumentBlock block) {
    return block.info().substring("java ".length());
  }
}
