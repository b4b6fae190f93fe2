package io.machinenative.axiom.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A command in a document, and the output that the document promises.
 *
 * <p>Marked in the info string of the fence, which readers do not see:
 *
 * <pre>
 * ```sh test           the build runs this block, from the root; it must end with 0
 * ```text exact        the next block after it: its output, letter by letter
 * ```text like         or its output in shape, see {@link OutputShape}
 * </pre>
 *
 * @param place the document and the line of the fence
 * @param script what {@code sh} runs
 * @param output what the document shows, when it shows anything
 */
record DocumentedCommand(String place, String script, Optional<Output> output) {
  /** Promised output: {@code exact}, or alike in shape. */
  record Output(boolean exact, String text) {}

  /** The marked commands of a document, in its order. */
  static List<DocumentedCommand> in(String document, List<String> lines) {
    List<DocumentBlock> blocks = DocumentBlock.in(document, lines);
    List<DocumentedCommand> commands = new ArrayList<>();
    for (int i = 0; i < blocks.size(); i++) {
      DocumentBlock block = blocks.get(i);
      if (block.info().equals("sh test")) {
        Optional<Output> output =
            i + 1 < blocks.size() ? output(blocks.get(i + 1)) : Optional.empty();
        commands.add(new DocumentedCommand(block.place(), block.text(), output));
      }
    }
    return commands;
  }

  private static Optional<Output> output(DocumentBlock block) {
    return switch (block.info()) {
      case "text exact" -> Optional.of(new Output(true, block.text()));
      case "text like" -> Optional.of(new Output(false, block.text()));
      default -> Optional.empty();
    };
  }
}
